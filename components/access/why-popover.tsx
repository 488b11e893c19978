'use client';

import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { ChainLinks, type ShownChain } from './chain-links';

/** A button at a row that opens its chains: why this may be called, or may not. */
export function WhyPopover(props: {
  /** What the row is of, for screen readers: “deleteInvoice”. */
  of: string;
  chains: ShownChain[];
}) {
  return (
    <Popover
      title={props.chains.length > 1 ? `Why: ${props.chains.length} ways` : 'Why'}
      align="end"
      className="w-96 max-w-[calc(100vw-2rem)]"
      trigger={
        <Button size="small" aria-label={`Why: ${props.of}`}>
          Why
        </Button>
      }
    >
      <div className="flex max-h-[60vh] flex-col gap-4 overflow-y-auto">
        {props.chains.map((chain) => (
          <ChainLinks key={chain.group.slug} chain={chain} />
        ))}
      </div>
    </Popover>
  );
}
