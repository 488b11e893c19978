'use client';

import { onDemand } from '@/components/ui/on-demand';
import type { LimitsDialogProps } from './limits-dialog';

/** `LimitsDialog`, fetched when it first opens. */
export const LimitsDialog = onDemand<LimitsDialogProps>(
  async () => (await import('./limits-dialog')).LimitsDialog,
);
