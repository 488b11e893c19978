import { type LifeEvent, type LifeKind, type LifeMark, markOf, type Stop } from './life-events';
import { endOf } from './token-facts';
import type { TokenView } from './token-view';

/** How a token stood between two marks. */
export type LifeState = 'awaiting' | 'working' | 'overlap' | 'suspended' | 'ended';

export interface Stretch {
  readonly state: LifeState;
  readonly fromMs: number;
  readonly toMs: number;
  /** Lies in the future: how it goes on if nobody changes anything. */
  readonly isPlanned: boolean;
}

export interface Life {
  /** Oldest first; those after `nowMs` are planned. */
  readonly marks: readonly LifeMark[];
  readonly stretches: readonly Stretch[];
  readonly fromMs: number;
  readonly toMs: number;
  /** The state it is in now. */
  readonly state: LifeState;
}

type Lived = Pick<
  TokenView,
  | 'id'
  | 'ancestorIds'
  | 'status'
  | 'approval'
  | 'createdAt'
  | 'createdBy'
  | 'expiresAt'
  | 'retiresAt'
  | 'approvedAt'
  | 'approvedBy'
  | 'suspendedAt'
  | 'suspendedBy'
  | 'suspendReason'
  | 'revokedAt'
  | 'revokedBy'
  | 'revokeReason'
  | 'firstUsedAt'
  | 'lastUsedAt'
>;

/**
 * A token's life, as its audit events tell it. What no event within the reader's reach tells, the token
 * itself does: when it was used and how it ends. It begins when the token says, a moment before its event.
 */
export function lifeOf(token: Lived, events: readonly LifeEvent[], nowMs: number): Life {
  const told = events
    .toSorted((left, right) => left.seq - right.seq)
    .flatMap((event) => markOf(event, token) ?? [])
    .map((mark) => (mark.kind === 'minted' ? { ...mark, at: token.createdAt } : mark));
  const known = inOrder([...told, ...untold(token, told), ...uses(token)]);
  const end = endMark(token, known, nowMs);
  const marks = end ? inOrder([...known, end]) : known;
  const fromMs = msOf(marks[0]?.at ?? token.createdAt);
  const toMs = Math.max(fromMs + 1_000, msOf(marks.at(-1)?.at ?? token.createdAt));
  const stretches = stretchesOf(token, marks, nowMs);
  const past = marks.filter(({ at }) => msOf(at) <= nowMs);
  return { marks, stretches, fromMs, toMs, state: stateAfter(token, past) };
}

const msOf = (at: string) => Date.parse(at);

/** Stable: what happened in one millisecond stays as the log has it. */
const inOrder = (marks: readonly LifeMark[]) =>
  marks.toSorted((left, right) => msOf(left.at) - msOf(right.at));

const fact = (
  kind: LifeKind,
  at: string,
  more: Partial<Pick<LifeMark, 'actor' | 'reason' | 'stops'>> = {},
): LifeMark => ({
  ...{ kind, at, eventId: null, actor: null, reason: null, isFromAbove: false, daysLeft: null },
  ...more,
});

/** What the token knows and no event told. */
function untold(token: Lived, told: readonly LifeMark[]): LifeMark[] {
  const has = (kind: LifeKind) => told.some((mark) => mark.kind === kind);
  const standing = standingStops(told).filter(({ by }) => by.includes(token.id));
  const own = (kind: Stop['kind']) => ({ kind, by: [token.id] });
  const stands = (kind: Stop['kind']) => standing.some((stop) => stop.kind === kind);
  const found: LifeMark[] = [];
  if (!has('minted')) found.push(fact('minted', token.createdAt, { actor: token.createdBy }));
  if (token.approvedAt !== null && !has('approved')) {
    found.push(fact('approved', token.approvedAt, { actor: token.approvedBy }));
  }
  if (token.status === 'suspended' && token.suspendedAt !== null && !stands('suspended')) {
    const { suspendedBy: actor, suspendReason: reason } = token;
    found.push(fact('suspended', token.suspendedAt, { actor, reason, stops: own('suspended') }));
  }
  // A larger change's revocation is dated back, beyond the undo: where its event is known, that counts.
  if (token.revokedAt !== null && standingStops(told).every(({ kind }) => kind !== 'revoked')) {
    const { revokedBy: actor, revokeReason: reason } = token;
    found.push(fact('revoked', token.revokedAt, { actor, reason, stops: own('revoked') }));
  }
  return found;
}

function uses({ firstUsedAt, lastUsedAt }: Lived): LifeMark[] {
  if (firstUsedAt === null) return [];
  const first = fact('firstUsed', firstUsedAt);
  return lastUsedAt === null || lastUsedAt === firstUsedAt
    ? [first]
    : [first, fact('lastUsed', lastUsedAt)];
}

/** How it ended or will end by itself; null where something else has ended it before. */
function endMark(token: Lived, known: readonly LifeMark[], nowMs: number): LifeMark | null {
  if (known.some(({ kind }) => kind === 'retired')) return null;
  const end = endOf(token);
  const endMs = msOf(end);
  const before = known.filter(({ at }) => msOf(at) <= Math.min(endMs, nowMs));
  if (standingStops(before).some(({ kind }) => kind === 'revoked')) return null;
  if (end === token.expiresAt) return fact('expired', end);
  // Rotated without an overlap, it ends at the beginning of the transaction whose event comes last.
  const rotatedAt = known.findLast(({ kind }) => kind === 'rotated')?.at ?? end;
  return fact('retired', msOf(rotatedAt) > endMs ? rotatedAt : end);
}

function standingStops(marks: readonly LifeMark[]): Stop[] {
  let standing: Stop[] = [];
  for (const { stops, lifts } of marks) {
    if (lifts) {
      const undone = ({ kind, by }: Stop) =>
        kind === lifts.kind && by.some((id) => lifts.by.includes(id));
      standing = standing.filter((stop) => !undone(stop));
    }
    if (stops) standing.push(stops);
  }
  return standing;
}

/** In the order in which a status says it. */
function stateAfter({ approval }: Lived, marks: readonly LifeMark[]): LifeState {
  const has = (kind: LifeKind) => marks.some((mark) => mark.kind === kind);
  const standing = standingStops(marks);
  if (standing.some(({ kind }) => kind === 'revoked')) return 'ended';
  if (has('retired') || has('expired')) return 'ended';
  if (approval !== null && !has('approved')) return 'awaiting';
  if (standing.some(({ kind }) => kind === 'suspended')) return 'suspended';
  return has('rotated') ? 'overlap' : 'working';
}

function stretchesOf(token: Lived, marks: readonly LifeMark[], nowMs: number): Stretch[] {
  const found: Stretch[] = [];
  const add = (next: Stretch) => {
    const last = found.at(-1);
    if (next.toMs <= next.fromMs) return;
    if (last?.state === next.state && last.isPlanned === next.isPlanned) {
      found[found.length - 1] = { ...last, toMs: next.toMs };
    } else found.push(next);
  };
  for (const [index, mark] of marks.entries()) {
    const next = marks[index + 1];
    if (!next) break;
    const [fromMs, toMs] = [msOf(mark.at), msOf(next.at)];
    const state = stateAfter(token, marks.slice(0, index + 1));
    const middleMs = Math.min(Math.max(nowMs, fromMs), toMs);
    add({ state, fromMs, toMs: middleMs, isPlanned: false });
    add({ state, fromMs: middleMs, toMs, isPlanned: true });
  }
  return found;
}
