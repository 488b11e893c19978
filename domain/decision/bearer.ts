import type { Queryable } from '@/db/client';
import { KEYWARD_API } from '@/domain/base/built-ins';
import type { OperationName } from '@/domain/base/operation-names';
import { hashTokenSecret, parseTokenSecret } from '@/domain/base/token-format';
import { readClockMs } from './clock';
import { decide, type Verdict } from './decide';
import { loadGroupSnapshots, loadTokenSnapshot, loadTokenSnapshotById } from './load-snapshots';
import type { GroupSnapshot, TokenSnapshot } from './snapshot';

/** A token that was presented to the control API, as the database has it now. */
export interface Bearer {
  /** Null for what is no token of ours. */
  readonly known: { readonly snapshot: TokenSnapshot; readonly group: GroupSnapshot } | null;
  /** Whether it works at all from where it came; what it may do is another question. */
  readonly isAlive: boolean;
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
  const isAlive = decide(snapshot, group, { kind: 'life', ip }, nowMs).code === 'allowed';
  return { known: { snapshot, group }, isAlive, decide: decideHere, nowMs };
}

const unknown = (code: 'token_malformed' | 'token_unknown', nowMs: number): Bearer => ({
  known: null,
  isAlive: false,
  decide: () => ({ code, scope: null, scopes: [] }),
  nowMs,
});
