import type { Queryable } from '@/db/client';
import type { Reach } from '@/domain/authority/reach';
import { tokenLabelsWithin } from '@/domain/authority/token-labels-within';
import type { TimelineItem } from './list-timeline';

const viaOf = (item: TimelineItem): string | null =>
  item.kind === 'change' && item.event.via.type === 'token' ? item.event.via.id : null;

/** Changes that were made through a token within reach, with how people know it: the log has its id alone. */
export async function withTokensNamed(
  db: Queryable,
  reach: Reach,
  items: readonly TimelineItem[],
): Promise<TimelineItem[]> {
  const ids = new Set(items.flatMap((item) => viaOf(item) ?? []));
  const labels = await tokenLabelsWithin(db, reach, [...ids]);
  return items.map((item) => {
    const through = labels.get(viaOf(item) ?? '');
    return item.kind === 'change' && through ? { ...item, through } : item;
  });
}
