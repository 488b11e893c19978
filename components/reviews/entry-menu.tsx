import { CalendarClock, Check, FileSearch, Undo2, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { MenuEntry } from '@/components/ui/menu';
import type { Decision } from '@/domain/reviews/review-facts';
import type { EntryRow } from './entry-row';
import { DECISION_WORDS } from './review-words';

const ICONS: Readonly<Record<Decision, typeof Check>> = {
  keep: Check,
  shorten: CalendarClock,
  end: X,
};
const ORDER = ['keep', 'shorten', 'end'] as const;

/** What can be done with one membership under review. */
export function entryMenu(
  row: EntryRow,
  on: {
    look: (row: EntryRow) => void;
    ask: (decision: Decision, rows: EntryRow[]) => void;
    takeBack: (row: EntryRow) => void;
  },
): MenuEntry[] {
  const { refusals } = row;
  return [
    { label: 'Evidence', icon: <FileSearch aria-hidden />, onSelect: () => on.look(row) },
    'separator',
    ...ORDER.map((decision): MenuEntry => {
      const Icon = ICONS[decision];
      return {
        label: `${DECISION_WORDS[decision]}…`,
        icon: <Icon aria-hidden />,
        danger: decision === 'end',
        disabledReason: refusals[decision] ?? undefined,
        onSelect: () => on.ask(decision, [row]),
      };
    }),
    ...(row.decision && !row.settled
      ? [
          {
            label: 'Take back',
            icon: <Undo2 aria-hidden />,
            disabledReason: refusals.keep ?? undefined,
            onSelect: () => on.takeBack(row),
          },
        ]
      : []),
  ];
}

/** The same for many at once. */
export const EntryBulk = (props: { onChoose: (decision: Decision) => void }) =>
  ORDER.map((decision) => {
    const Icon = ICONS[decision];
    return (
      <Button
        key={decision}
        size="small"
        variant={decision === 'end' ? 'danger' : 'secondary'}
        icon={<Icon aria-hidden />}
        onClick={() => props.onChoose(decision)}
      >
        {DECISION_WORDS[decision]}
      </Button>
    );
  });
