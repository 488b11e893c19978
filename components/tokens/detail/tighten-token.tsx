'use client';

import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { LimitsDialog } from '../limits/limits-dialog-on-demand';
import type { TokenActions } from '../token-actions';
import type { TokenRow } from '../token-row';

/** Prepares the restriction to what was called; what it would lose is told before it is saved. */
export function TightenToken(props: {
  token: TokenRow;
  setLimits: TokenActions['setLimits'];
  /** Why there is nothing to take away. */
  nothingReason: string | undefined;
}) {
  const { token } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        icon={<SlidersHorizontal aria-hidden />}
        disabledReason={token.refusals.setLimits ?? props.nothingReason}
        onClick={() => setOpen(true)}
      >
        Tighten
      </Button>
      <LimitsDialog
        open={open}
        onOpenChange={setOpen}
        token={token}
        aim="restrict"
        setLimits={props.setLimits}
      />
    </>
  );
}
