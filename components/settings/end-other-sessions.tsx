'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { formatCount } from '@/components/format/format';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { type ActionOutcome, isLost } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

/** Signs out everywhere else at once. */
export function EndOtherSessions(props: {
  count: number;
  endOthers: () => Promise<ActionOutcome<number>>;
}) {
  const toast = useToast();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  function end() {
    startTransition(async () => {
      const outcome = await attempt('the others were ended', props.endOthers);
      if (outcome.status === 'refused') toast.refused('Not all were ended', outcome);
      else toast.done(`${formatCount(outcome.result, 'other session')} ended`);
      if (!isLost(outcome)) router.refresh();
    });
  }
  return (
    <Button size="small" pending={pending} onClick={end}>
      End the {props.count === 1 ? 'other one' : `${props.count} others`}
    </Button>
  );
}
