'use client';

import { onDemand } from '@/components/ui/on-demand';
import type { AttentionDialogsProps } from './attention-dialogs';

/** `AttentionDialogs`, fetched when the first opens. */
export const AttentionDialogs = onDemand<AttentionDialogsProps>(
  async () => (await import('./attention-dialogs')).AttentionDialogs,
);
