'use client';

import { useEffect, useRef } from 'react';
import { prepareChange } from '@/components/revocation/change';
import { useChanges } from '@/components/revocation/use-changes';
import type { HitAct } from '@/components/shell/search-hits';
import type { Openable } from '@/components/ui/on-demand';

export type PaletteActProps = Openable & { act: HitAct | null };

/** Does what was chosen in the palette, once, and tells it with the way back. */
export function PaletteAct(props: PaletteActProps) {
  const { act, onOpenChange } = props;
  const { send } = useChanges();
  const done = useRef<HitAct | null>(null);
  useEffect(() => {
    if (act === null || done.current === act) return;
    done.current = act;
    void send(prepareChange(act.kind, act.token));
    onOpenChange(false);
  }, [act, send, onOpenChange]);
  return null;
}
