'use client';

import { CalendarClock, ShieldMinus, ShieldPlus, UserMinus } from 'lucide-react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import type { Role } from './member-edits';
import { isEditable, type MemberRow } from './member-row';

const ROLES = [
  { role: 'lead', label: 'Make lead', Icon: ShieldPlus },
  { role: 'member', label: 'Make member', Icon: ShieldMinus },
] as const;

/** What can be staged for several members at once: those whom a provider has given are left out. */
export function MemberBulk(props: {
  members: MemberRow[];
  changeRefusal: string | undefined;
  onRole: (rows: MemberRow[], role: Role) => void;
  onEndDate: (rows: MemberRow[]) => void;
  onRemove: (rows: MemberRow[]) => void;
  onDone: () => void;
}) {
  const { members } = props;
  const editable = members.filter(isEditable);
  const left = members.length - editable.length;
  const nobody =
    editable.length === 0 ? 'A provider gives all of these: change it there' : undefined;
  return (
    <>
      {left > 0 && editable.length > 0 && (
        <span className="text-sm">{formatCount(left, 'managed member')} left out</span>
      )}
      {ROLES.map(({ role, label, Icon }) => (
        <Button
          key={role}
          size="small"
          icon={<Icon aria-hidden />}
          disabledReason={props.changeRefusal ?? nobody}
          onClick={() => {
            props.onRole(editable, role);
            props.onDone();
          }}
        >
          {label}
        </Button>
      ))}
      <Button
        size="small"
        icon={<CalendarClock aria-hidden />}
        disabledReason={props.changeRefusal ?? nobody}
        onClick={() => {
          props.onEndDate(editable);
          props.onDone();
        }}
      >
        End date
      </Button>
      <Button
        size="small"
        variant="danger"
        icon={<UserMinus aria-hidden />}
        disabledReason={nobody}
        onClick={() => {
          props.onRemove(editable);
          props.onDone();
        }}
      >
        Remove
      </Button>
    </>
  );
}
