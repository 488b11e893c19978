import { postJson } from '@/components/asking/post-json';
import { paths } from '@/components/paths';
import {
  type ActionOutcome,
  ANSWER_WITHIN_MS,
  NO_ANSWER,
  type Refused,
} from '@/components/ui/form-state';
import { newKey } from './new-key';

export type TokenChangeKind = 'revoke' | 'undoRevoke' | 'suspend' | 'resume';
/** What a second person says to a service token that waits. */
export type ApprovalKind = 'approve' | 'deny';
export type FreezingKind = 'freezeGroup' | 'unfreezeGroup' | 'freezeApi' | 'unfreezeApi';
export type ChangeKind =
  | TokenChangeKind
  | ApprovalKind
  | FreezingKind
  | 'revokeFamily'
  | 'revokeMatching'
  | 'stop'
  | 'undoStop';

export type Named = { id: string; name: string };

/** What was done: its place in the log, and what is to be told of it. */
export type Changed = {
  seq: number;
  /** How long a revocation can still be taken back. */
  undoSeconds?: number;
  /** Ids of a token and the relatives that were revoked with it, or of all that matched. */
  family?: string[];
  /** What stopping everything ended. */
  revokedTokens?: number;
  endedSessions?: number;
  /** Tokens that were made from a revoked one, and ended with it. */
  endedBelow?: number;
  /** When a token was revoked, RFC 3339: denied attempts are counted from here. */
  revokedAt?: string | undefined;
};

export type ChangeOutcome = ActionOutcome<Changed>;

/** One change to one thing. Every `send` bears the same key, so that it happens once. */
export type Change = { kind: ChangeKind; target: Named; send: () => Promise<ChangeOutcome> };

/** Where a change stands once it was sent. A lost one may have happened or not: send it again. */
export type Settled =
  | { status: 'done'; change: Change; changed: Changed; undoUntilMs: number }
  | { status: 'refused' | 'lost'; change: Change; refusal: Refused };

export type Done = Extract<Settled, { status: 'done' }>;

const REST: Record<ChangeKind, string> = {
  revoke: 'may be revoked or not',
  revokeFamily: 'and its relatives may be revoked or not',
  revokeMatching: 'may be revoked or not',
  undoRevoke: 'may work again or still be revoked',
  suspend: 'may be suspended or not',
  resume: 'may work again or still be suspended',
  approve: 'may be approved or not',
  deny: 'may be denied or not',
  stop: 'may be stopped or not',
  undoStop: 'may work again or still be stopped',
  freezeGroup: 'may be frozen or not',
  unfreezeGroup: 'may work again or still be frozen',
  freezeApi: 'may be frozen or not',
  unfreezeApi: 'may work again or still be frozen',
};

/** What the tokens that a filter finds have in common, and what was seen of them. */
export type Matching = {
  createdBy?: string;
  usedFrom?: string;
  since?: string;
  expect: number;
  seenAt: string;
};

/** What some changes say beside what they change. */
export type ChangeDetails = {
  reason?: string | undefined;
  alsoRevoke?: string[];
  suspend?: boolean;
  until?: string;
  matching?: Matching;
};

/** Prepares a change; it is sent by `postJson`, so that one whose answer is lost holds up no other. */
export function prepareChange(
  kind: ChangeKind,
  { id, name }: Named,
  more: ChangeDetails = {},
  withinMs = ANSWER_WITHIN_MS,
): Change {
  const body = JSON.stringify({ kind, target: id, ...more, idempotencyKey: newKey() });
  const lost = `${name} ${REST[kind]}. Try again: however often, it happens once.`;
  return { kind, target: { id, name }, send: () => post(body, lost, withinMs) };
}

async function post(body: string, lost: string, withinMs: number): Promise<ChangeOutcome> {
  try {
    return await postJson(paths.changes(), body, AbortSignal.timeout(withinMs));
  } catch (cause) {
    console.error(new Error('A change got no answer', { cause }));
    return { status: 'refused', code: NO_ANSWER, message: lost };
  }
}

/** Sends a change and says where it stands; the one way to do so, whatever shows it. */
export async function settle(change: Change): Promise<Settled> {
  const outcome = await change.send();
  if (outcome.status === 'done') {
    const { result: changed } = outcome;
    const undoUntilMs = Date.now() + (changed.undoSeconds ?? 0) * 1_000;
    return { status: 'done', change, changed, undoUntilMs };
  }
  const status = outcome.code === NO_ANSWER ? 'lost' : 'refused';
  return { status, change, refusal: outcome };
}
