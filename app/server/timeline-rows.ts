import type { TimelineEntry } from '@/components/audit/timeline/entry';
import { COMMANDS, QUERIES } from '@/domain/registry/operations';
import type { TimelineItem } from '@/domain/timeline/list-timeline';

const words = new Map<string, string>(
  [...COMMANDS, ...QUERIES].map(({ operation, summary }) => [operation, summary]),
);

/** What an action is called; the action itself where no operation has it. */
export const actionWords = (action: string): string => words.get(action) ?? action;

/** A row as the page shows it: with words for what was done, or the action itself where no operation has it. */
export function toEntry(item: TimelineItem): TimelineEntry {
  if (item.kind === 'decision') return item;
  return { ...item, words: actionWords(item.event.action) };
}
