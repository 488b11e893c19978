import type { Queryable } from '@/db/client';
import { KEYWARD_API } from '@/domain/base/built-ins';
import type { OperationName } from '@/domain/base/operation-names';
import { hashTokenSecret, parseTokenSecret } from '@/domain/base/token-format';
import { readClockMs } from './clock';
import { decide, type Verdict } from './decide';
import { loadGroupSnapshots, loadTokenSnapshot, loadTokenSnapshotById } from './load-snapshots';
import type { GroupSnapshot, TokenSnapshot } from './snapshot';

/** How long a rotation is answered again to the token it has retired. */
export const RETRY_AFTER_RETIREMENT_MS = 10 * 60_000;

/** A token that was presented to the control API, as the database has it now. */
export interface Bearer {
  /** Null for what is no token of ours. */
  readonly known: { readonly snapshot: TokenSnapshot; readonly group: GroupSnapshot } | null;
  /** Whether it works at all from where it came; what it may do is another question. */
  readonly isAlive: boolean;
  /**
   * Rotated out a moment ago, with nothing else against it: whoever rotated it may not have heard the
   * answer, and asks again with all they have.
   */
  readonly isJustRetired: boolean;
  /** Decides about a control-plane operation; null is a request for none that exists. */
  decide(operation: OperationName | null): Verdict;
  readonly nowMs: number;
}

/** @param ip address of the caller, for the CIDR limits of token and group */
export async function bearerOf(db: Queryable, secret: string, ip: string | null): Promise<Bearer> {
  const nowMs = await readClockMs(db);
  if (!parseTokenSecret(secret).ok) return unknown('token_malformed', nowMs);
  return decidedBearer(db, await loadTokenSnapshot(db, hashTokenSecret(secret)), ip, nowMs);
}

/** The same for a token that was presented before. */
export async function bearerById(
  db: Queryable,
  tokenId: string,
  ip: string | null,
): Promise<Bearer> {
  const nowMs = await readClockMs(db);
  return decidedBearer(db, await loadTokenSnapshotById(db, tokenId), ip, nowMs);
}

async function decidedBearer(
  db: Queryable,
  snapshot: TokenSnapshot | null,
  ip: string | null,
  nowMs: number,
): Promise<Bearer> {
  if (snapshot === null) return unknown('token_unknown', nowMs);
  const groups = await loadGroupSnapshots(db, [snapshot.groupId], KEYWARD_API);
  const group = groups.get(snapshot.groupId);
  // Deleted between the two looks, and its tokens with it.
  if (!group) return unknown('token_unknown', nowMs);
  const decideHere: Bearer['decide'] = (operation) =>
    decide(
      snapshot,
      group,
      operation === null
        ? { kind: 'unresolved', code: 'operation_unknown', ip }
        : { kind: 'operation', api: KEYWARD_API, operation, ip },
      nowMs,
    );
  const life = (token: TokenSnapshot['token']) =>
    decide({ ...snapshot, token }, group, { kind: 'life', ip }, nowMs).code;
  const { retiresAtMs } = snapshot.token;
  const isJustRetired =
    retiresAtMs !== null &&
    nowMs >= retiresAtMs &&
    nowMs - retiresAtMs <= RETRY_AFTER_RETIREMENT_MS &&
    life({ ...snapshot.token, retiresAtMs: null }) === 'allowed';
  const isAlive = life(snapshot.token) === 'allowed';
  return { known: { snapshot, group }, isAlive, isJustRetired, decide: decideHere, nowMs };
}

const unknown = (code: 'token_malformed' | 'token_unknown', nowMs: number): Bearer => ({
  known: null,
  isAlive: false,
  isJustRetired: false,
  decide: () => ({ code, scope: null, scopes: [] }),
  nowMs,
});
