'use client';

import { CalendarClock, ShieldMinus, ShieldPlus, UserMinus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { Role } from './member-edits';

const ROLES = [
  { role: 'lead', label: 'Make lead', Icon: ShieldPlus },
  { role: 'member', label: 'Make member', Icon: ShieldMinus },
] as const;

/** What can be staged for several members at once. */
export function MemberBulk(props: {
  changeRefusal: string | undefined;
  onRole: (role: Role) => void;
  onEndDate: () => void;
  onRemove: () => void;
  onDone: () => void;
}) {
  return (
    <>
      {ROLES.map(({ role, label, Icon }) => (
        <Button
          key={role}
          size="small"
          icon={<Icon aria-hidden />}
          disabledReason={props.changeRefusal}
          onClick={() => {
            props.onRole(role);
            props.onDone();
          }}
        >
          {label}
        </Button>
      ))}
      <Button
        size="small"
        icon={<CalendarClock aria-hidden />}
        disabledReason={props.changeRefusal}
        onClick={() => {
          props.onEndDate();
          props.onDone();
        }}
      >
        End date
      </Button>
      <Button
        size="small"
        variant="danger"
        icon={<UserMinus aria-hidden />}
        onClick={() => {
          props.onRemove();
          props.onDone();
        }}
      >
        Remove
      </Button>
    </>
  );
}
