import { hash as digest } from 'node:crypto';
import { parseTokenSecret, SECRET_LENGTH } from '@/domain/base/token-format';
import { type DecisionCode, decide, scopesWithin } from '@/domain/decision/decide';
import type { GroupSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';
import { PUBLIC_OPERATION } from '@/domain/routing/decision-reasons';
import type { Decision } from '@/journal/record/decision';
import { newDecisionId } from '@/journal/record/fast-id';
import type { SnapshotReader } from '../snapshots/snapshot-store';
import { databaseClock } from './database-clock';
import type { Question } from './port';
import { type ResolvedTarget, resolveTarget } from './resolve-target';

const MAX_ROUNDS = 8;
/** A child is refused for its parent's idleness as well. */
const MAY_BE_IDLE: ReadonlySet<DecisionCode> = new Set(['idle', 'parent_ended']);

/**
 * Answers a question from snapshots, loading what is missing. All parts of one decision are taken
 * in one synchronous step, so that no event can fall between them.
 * @throws when a snapshot can't be loaded: then there is no decision
 */
export async function evaluate(
  question: Question,
  snapshots: SnapshotReader,
  loadTimeoutMs: number,
): Promise<Decision> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const found = evaluateFromMemory(question, snapshots);
    if (!(found instanceof Promise)) return found;
    await within(loadTimeoutMs, found);
  }
  throw new Error('snapshots were invalidated faster than they could be loaded');
}

async function within(timeoutMs: number, loading: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('a snapshot took too long to load')), timeoutMs);
  });
  try {
    await Promise.race([loading, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The decision, or the promise of what must be loaded before there can be one. */
export function evaluateFromMemory(
  question: Question,
  snapshots: SnapshotReader,
): Decision | Promise<unknown> {
  const { secret } = question;
  if (secret === null || secret.length !== SECRET_LENGTH) {
    return withoutToken(question, 'token_malformed', snapshots);
  }
  // As `hashTokenSecret`, in one call.
  const hash = digest('sha256', secret, 'hex');
  let token: ReturnType<SnapshotReader['token']> | undefined = snapshots.cachedToken(hash);
  if (token === undefined) {
    // Only what was well-formed is in memory: its checksum is looked at once.
    if (!parseTokenSecret(secret).ok) return withoutToken(question, 'token_malformed', snapshots);
    token = snapshots.token(hash);
  }
  if (token === null) return withoutToken(question, 'token_unknown', snapshots);
  const target = resolveTarget(question, snapshots);
  if (token instanceof Promise) return target instanceof Promise ? both(token, target) : token;
  const group = snapshots.group(token.groupId);
  if (group instanceof Promise) return target instanceof Promise ? both(group, target) : group;
  if (target instanceof Promise) return target;
  const found = decision(question, target, token, group);
  // Other verifiers may have seen uses since: it is loaded anew before it is taken for idle.
  const reloading = MAY_BE_IDLE.has(found.code) ? snapshots.reloadIdle(hash) : null;
  return reloading ?? (target.isPublic ? asPublic(found) : found);
}

const both = (one: Promise<unknown>, other: Promise<unknown>) => Promise.all([one, other]);

function decision(
  question: Question,
  target: ResolvedTarget,
  snapshot: TokenSnapshot,
  group: GroupSnapshot,
): Decision {
  const atMs = databaseClock.nowMs();
  const { token, identity } = snapshot;
  const { life } = target;
  const verdict = decide(snapshot, group, target.access, atMs);
  const isAllowed = verdict.code === 'allowed';
  if (isAllowed && token.idleSinceMs < atMs) token.idleSinceMs = atMs;
  return {
    id: newDecisionId(atMs),
    atMs,
    code: verdict.code,
    reason: verdict.code === 'path_ambiguous' ? target.reason : null,
    token,
    identity,
    group,
    api: target.api,
    operation: target.operation,
    scope: verdict.scope?.name ?? null,
    scopes:
      life !== undefined && isAllowed
        ? effectiveScopes(group, token, life)
        : verdict.scopes.map((scope) => scope.name),
    request: question.request,
    callerTokenId: question.callerTokenId,
  };
}

/**
 * Names of all scopes the token opens something with. Those of one API stand by themselves; those
 * of all with their API in front, since two APIs may use one name for very different things.
 */
function effectiveScopes(
  group: GroupSnapshot,
  token: TokenSnapshot['token'],
  life: NonNullable<ResolvedTarget['life']>,
): string[] {
  const ofApi = life.of?.slug ?? null;
  const names = new Set<string>();
  for (const [api, operations] of group.grants) {
    if ((ofApi !== null && api !== ofApi) || life.isFrozen(api)) continue;
    for (const scope of scopesWithin(token, [...operations.values()].flat())) {
      names.add(ofApi === null ? `${api}/${scope.name}` : scope.name);
    }
  }
  return [...names].sort();
}

/**
 * What needs no token is allowed whatever was presented: nobody gains by a dead token what they
 * don't have without one. It is recorded, and answered as a request without a token.
 */
const asPublic = (found: Decision): Decision =>
  found.code === 'allowed' ? found : { ...found, code: 'allowed', reason: PUBLIC_OPERATION };

/** A decision about a token nobody knows; what it is for matters where no token may be needed. */
function withoutToken(
  question: Question,
  code: DecisionCode,
  snapshots: SnapshotReader,
): Decision | Promise<unknown> {
  if (question.target.by !== 'route' && question.target.by !== 'operation') {
    return refusal(question, code);
  }
  const directory = snapshots.directory();
  if (!(directory instanceof Promise) && !directory.hasPublic) return refusal(question, code);
  const target = resolveTarget(question, snapshots);
  if (target instanceof Promise) return target;
  const refused = refusal(question, code);
  if (!target.isPublic) return refused;
  const { api, operation } = target;
  return asPublic({ ...refused, api, operation });
}

/** A refusal about a token nobody knows: only the request can be told of it. */
function refusal(question: Question, code: DecisionCode): Decision {
  const atMs = databaseClock.nowMs();
  return {
    id: newDecisionId(atMs),
    atMs,
    code,
    reason: null,
    token: null,
    identity: null,
    group: null,
    api: null,
    operation: null,
    scope: null,
    scopes: [],
    request: question.request,
    callerTokenId: question.callerTokenId,
  };
}
