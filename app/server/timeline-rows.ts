import type { Counts } from '@/components/audit/facets/facets-question';
import type { TimelineEntry } from '@/components/audit/timeline/entry';
import type { EventAction, OperationName } from '@/domain/base/operation-names';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';
import type { TimelineItem } from '@/domain/timeline/list-timeline';

/** What is recorded though nobody can ask for it. */
const OF_ITSELF: Record<Exclude<EventAction, OperationName>, string> = {
  'apis.syncBuiltIns': 'Bring the built-in API up to date',
  'requests.stage': 'Hold a change for a second administrator',
};

const words = new Map<string, string>([
  ...[...COMMANDS, ...QUERIES].map(({ operation, summary }) => [operation, summary] as const),
  ...Object.entries(OF_ITSELF),
]);

/** What an action is called; the action itself where it is of another version. */
export const actionWords = (action: string): string => words.get(action) ?? action;

/** The counts with words for what was done. */
export const withActionWords = (counts: Counts): Counts => ({
  ...counts,
  facets: counts.facets.map((facet) =>
    facet.key === 'action'
      ? { ...facet, values: facet.values.map((one) => ({ ...one, label: actionWords(one.value) })) }
      : facet,
  ),
});

/** A row as the page shows it: with words for what was done. */
export function toEntry(item: TimelineItem): TimelineEntry {
  if (item.kind === 'decision') return item;
  return { ...item, words: actionWords(item.event.action) };
}
