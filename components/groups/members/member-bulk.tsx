'use client';

import { CalendarClock, UserMinus } from 'lucide-react';
import { Button } from '@/components/ui/button';

/** What can be staged for several members at once. */
export function MemberBulk(props: {
  changeRefusal: string | undefined;
  onEndDate: () => void;
  onRemove: () => void;
  onDone: () => void;
}) {
  return (
    <>
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
