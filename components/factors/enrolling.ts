import type { ActionOutcome, FormAction } from '@/components/ui/form-state';

/** Actions by which somebody changes what they prove who they are by. Lists are new recovery codes. */
export interface Enrolling {
  beginApp(): Promise<ActionOutcome<{ secret: string; address: string }>>;
  readonly confirmApp: FormAction<string[]>;
  removeApp(): Promise<ActionOutcome>;
  passkeyOptions(): Promise<ActionOutcome<object>>;
  addPasskey(name: string, answer: unknown): Promise<ActionOutcome<string[]>>;
  readonly renamePasskey: FormAction;
  removePasskey(id: string): Promise<ActionOutcome>;
  renewCodes(): Promise<ActionOutcome<string[]>>;
}
