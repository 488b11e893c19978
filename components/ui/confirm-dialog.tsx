'use client';

import type { ReactNode } from 'react';
import type { Refused } from './form-state';
import { type Openable, onDemand } from './on-demand';

/** What `onConfirm` may answer: nothing or done closes the dialog, a refusal is shown in it. */
export type ConfirmOutcome = undefined | { status: 'done' } | Refused;

export type ConfirmDialogProps = Openable & {
  /** Names the object: "Suspend deploy-bot?" */
  title: ReactNode;
  /** The consequence: groups, last use, what stops working. */
  children: ReactNode;
  /** The verb: "Suspend". */
  confirmLabel: string;
  tone?: 'danger' | 'primary';
  /** Text that must be typed first, e.g. the count "12" when more than ten are hit. */
  typeToConfirm?: string | undefined;
  /** How long an answer may take, where it takes longer than most. */
  withinMs?: number;
  // biome-ignore lint/suspicious/noConfusingVoidType: actions that answer nothing are welcome
  onConfirm: () => Promise<ConfirmOutcome | void>;
};

/** Asks once before a consequence. Stays open with the refusal when the action is refused. */
export const ConfirmDialog = onDemand<ConfirmDialogProps>(
  async () => (await import('./confirm-popup')).ConfirmPopup,
);
