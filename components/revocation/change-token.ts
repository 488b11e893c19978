import { postJson } from '@/components/asking/post-json';
import { paths } from '@/components/paths';
import { type ActionOutcome, ANSWER_WITHIN_MS, NO_ANSWER } from '@/components/ui/form-state';
import { newKey } from './new-key';

export type ChangeKind = 'revoke' | 'undoRevoke' | 'suspend' | 'resume';

/** The change's place in the log, and for a revocation how long it can still be taken back. */
export type Changed = { seq: number; undoSeconds?: number };

export type ChangeOutcome = ActionOutcome<Changed>;

/** One change to one token. Every `send` bears the same key, so that it happens once. */
export type TokenChange = {
  kind: ChangeKind;
  token: { id: string; name: string };
  send: () => Promise<ChangeOutcome>;
};

type NamedToken = { id: string; name: string };

const REST: Record<ChangeKind, string> = {
  revoke: 'may be revoked or not',
  undoRevoke: 'may work again or still be revoked',
  suspend: 'may be suspended or not',
  resume: 'may work again or still be suspended',
};

/** What is known of a change whose answer was lost, and what to do. */
export const lostWords = ({ kind, token }: Pick<TokenChange, 'kind' | 'token'>) =>
  `${token.name} ${REST[kind]}. Try again: however often, it happens once.`;

/** Prepares a change; it is sent by `postJson`, so that one whose answer is lost holds up no other. */
export function changeToken(
  kind: ChangeKind,
  { id, name }: NamedToken,
  reason?: string,
  withinMs = ANSWER_WITHIN_MS,
): TokenChange {
  const token = { id, name };
  const body = JSON.stringify({ kind, token: id, reason, idempotencyKey: newKey() });
  return { kind, token, send: () => post(body, lostWords({ kind, token }), withinMs) };
}

async function post(body: string, lost: string, withinMs: number): Promise<ChangeOutcome> {
  try {
    return await postJson(paths.tokenChanges(), body, AbortSignal.timeout(withinMs));
  } catch (cause) {
    console.error(new Error('A change to a token got no answer', { cause }));
    return { status: 'refused', code: NO_ANSWER, message: lost };
  }
}
