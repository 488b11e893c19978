'use client';

import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { AskedVerdict } from './asked-verdict';
import type { WhyAsked } from './why-question';

/** A button at an operation that asks, and tells, why something may call it or why not. */
export function WhyButton({ asked }: { asked: WhyAsked }) {
  return (
    <Popover
      title="Why"
      align="end"
      className="w-96 max-w-[calc(100vw-2rem)]"
      trigger={
        <Button size="small" aria-label={`Why: ${asked.operation}`}>
          Why
        </Button>
      }
    >
      <div className="max-h-[60vh] overflow-y-auto">
        <AskedVerdict asked={asked} />
      </div>
    </Popover>
  );
}
