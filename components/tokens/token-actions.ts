import type { IncidentActions } from '@/components/respond/token-match';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';

/** The server actions on existing tokens. */
export type TokenActions = {
  revoke: (tokenId: string, reason: string) => Promise<ActionOutcome<{ seq: number }>>;
  undoRevoke: (tokenId: string) => Promise<ActionOutcome>;
  suspend: (tokenId: string, reason: string) => Promise<ActionOutcome<{ seq: number }>>;
  resume: (tokenId: string) => Promise<ActionOutcome>;
  /** Fields: `token`, `name`. */
  rename: FormAction;
  receipts: IncidentActions['receipts'];
};
