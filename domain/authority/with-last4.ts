import type { Queryable } from '@/db/client';
import type { Told } from '@/domain/notices/words';
import type { Reach } from './reach';
import { tokenLabelsWithin } from './token-labels-within';

/** What is told of tokens within reach comes with what their secrets end with. */
export async function withLast4<Notice extends Told>(
  db: Queryable,
  reach: Reach,
  told: readonly Notice[],
): Promise<Notice[]> {
  const ids = told.filter(({ about }) => about.type === 'token').map(({ about }) => about.id);
  const known = await tokenLabelsWithin(db, reach, ids);
  return told.map((notice) => {
    const last4 = known.get(notice.about.id)?.last4;
    return last4 === undefined ? notice : { ...notice, about: { ...notice.about, last4 } };
  });
}
