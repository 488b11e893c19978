'use client';

import { Check, Link2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/clock';

/** Copies an address of this dashboard, with its origin. */
export function CopyLink(props: { path: string; label: string; size?: 'small' }) {
  const origin = useHydrated() ? window.location.origin : '';
  return (
    <Button
      data-copy={origin + props.path}
      data-tooltip="Its times are written out, so it shows tomorrow what it shows now"
      data-tooltip-visual=""
      {...(props.size && { size: props.size })}
      icon={
        <>
          <Link2 aria-hidden className="copy-icon" />
          <Check aria-hidden className="copied-icon text-ok" />
        </>
      }
    >
      {props.label}
    </Button>
  );
}
