import { CalendarClock, ShieldMinus, ShieldPlus, Undo2, UserMinus } from 'lucide-react';
import type { MenuEntry } from '@/components/ui/menu';
import type { Terms } from './member-edits';
import { isEditable, type MemberRow } from './member-row';

/** The name of the provider stands as who added it. */
const whyManaged = (row: MemberRow): string | undefined =>
  isEditable(row) ? undefined : `${row.addedBy} gives this membership: change it there`;

/** What can be staged for one member. */
export function memberMenu(
  row: MemberRow,
  refusals: { change: string | undefined; remove: string | undefined },
  on: {
    terms: (row: MemberRow, terms: Partial<Terms>) => void;
    endDate: (row: MemberRow) => void;
    remove: (row: MemberRow) => void;
    undo: (row: MemberRow) => void;
  },
): MenuEntry[] {
  const leads = row.role === 'lead';
  const managed = whyManaged(row);
  const cannotLead =
    !leads && row.identity.type === 'service' ? 'A service account can’t lead a group' : undefined;
  return [
    {
      label: leads ? 'Make member' : 'Make lead',
      icon: leads ? <ShieldMinus aria-hidden /> : <ShieldPlus aria-hidden />,
      disabledReason: refusals.change ?? managed ?? cannotLead,
      onSelect: () => on.terms(row, { role: leads ? 'member' : 'lead' }),
    },
    {
      label: 'Set end date…',
      icon: <CalendarClock aria-hidden />,
      disabledReason: refusals.change ?? managed,
      onSelect: () => on.endDate(row),
    },
    'separator',
    row.edit
      ? { label: 'Undo staged edit', icon: <Undo2 aria-hidden />, onSelect: () => on.undo(row) }
      : {
          label: 'Remove from group',
          icon: <UserMinus aria-hidden />,
          danger: true,
          disabledReason: refusals.remove ?? managed,
          onSelect: () => on.remove(row),
        },
  ];
}
