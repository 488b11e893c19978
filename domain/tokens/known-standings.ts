import type { Queryable } from '@/db/client';
import type { Reach } from '@/domain/authority/reach';
import { countStandings, type Standing } from './count-standings';
import { remembering } from './remembered-counts';

const recallStandings = remembering(countStandings);

/** How the tokens within reach stand, as `countStandings` counts them now. */
export async function standingsWithin(db: Queryable, reach: Reach): Promise<Standing[]> {
  const all = await recallStandings(db);
  if (reach.everywhere) return all;
  const groupIds = new Set(reach.groupIds);
  return all.filter(
    ({ groupId, identityId }) => groupIds.has(groupId) || identityId === reach.identityId,
  );
}
