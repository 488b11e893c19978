import { isRevoking } from '@/domain/base/endings';
import type { OperationName } from '@/domain/base/operation-names';

/** What happened in a token's life; a planned end is a mark of the future. */
export type LifeKind =
  | 'minted'
  | 'approved'
  | 'firstUsed'
  | 'lastUsed'
  | 'warned'
  | 'stillUsed'
  | 'suspended'
  | 'resumed'
  | 'rotated'
  | 'retired'
  | 'revoked'
  | 'restored'
  | 'expired';

/** What makes a token stand still, and whose change does or undoes it: the token's own, or one above it. */
export interface Stop {
  readonly kind: 'suspended' | 'revoked';
  readonly by: readonly string[];
}

export interface LifeMark {
  readonly kind: LifeKind;
  /** RFC 3339, as exact as its source. */
  readonly at: string;
  /** The audit event it is; null for what the token itself says. */
  readonly eventId: string | null;
  readonly actor: string | null;
  readonly reason: string | null;
  /** Done to a token that this one was made from. */
  readonly isFromAbove: boolean;
  /** Days that were left at a warning. */
  readonly daysLeft: number | null;
  readonly stops?: Stop;
  readonly lifts?: Stop;
}

/** As much of an audit event as a life is read from. */
export interface LifeEvent {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: { readonly name: string };
  readonly target: { readonly id: string | null };
  readonly outcome: 'done' | 'denied';
  readonly reason: string | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly affects: readonly string[];
}

type Told = Pick<LifeMark, 'kind'> & Partial<Pick<LifeMark, 'daysLeft' | 'stops' | 'lifts'>>;
/** A token, and what it was made from: what happens to those happens to it. */
export interface Lineage {
  readonly id: string;
  readonly ancestorIds: readonly string[];
}

type Reading = (event: LifeEvent, tokenId: string, lineage: Lineage) => Told | null;

const names = (value: unknown, tokenId: string) => Array.isArray(value) && value.includes(tokenId);

/** Whether it changes the token itself or one that it was made from; events name no more than that. */
const concerns = ({ affects }: LifeEvent, { id, ancestorIds }: Lineage): boolean =>
  [id, ...ancestorIds].some((one) => affects.includes(one));

const minted: Reading = ({ target }, id) => (target.id === id ? { kind: 'minted' } : null);

const rotated: Reading = ({ target, after }, id) => {
  if (after?.successor === id) return { kind: 'minted' };
  if (target.id === id) return { kind: 'rotated' };
  return names(after?.retired, id) ? { kind: 'retired' } : null;
};

/** Nothing where the token had ended before. */
const retired: Reading = ({ target, affects }, id) =>
  target.id === id && affects.includes(id) ? { kind: 'retired' } : null;

const stopping =
  (kind: Stop['kind']): Reading =>
  (event, _, lineage) =>
    event.target.id !== null && concerns(event, lineage)
      ? { kind, stops: { kind, by: [event.target.id] } }
      : null;

/** As the policy for leaks says. */
const leaked: Reading = (event, id, lineage) =>
  stopping(event.after?.state === 'suspended' ? 'suspended' : 'revoked')(event, id, lineage);

const lifting =
  (told: 'resumed' | 'restored', kind: Stop['kind']): Reading =>
  (event, _, lineage) =>
    event.target.id !== null && concerns(event, lineage)
      ? { kind: told, lifts: { kind, by: [event.target.id] } }
      : null;

/** Each of the family can be brought back by itself, and with it what was made from it. */
const familyRevoked: Reading = (event, id, lineage) => {
  const revoked = event.after?.revoked;
  const ids = Array.isArray(revoked) ? revoked.map(String) : [];
  const by = ids.includes(id) ? [id] : ids;
  return concerns(event, lineage) ? { kind: 'revoked', stops: { kind: 'revoked', by } } : null;
};

/** What was swept by a stop comes back with all of it. */
const stopUndone: Reading = (event, _, lineage) => {
  const stop = event.after?.undoes;
  return typeof stop === 'string' && concerns(event, lineage)
    ? { kind: 'restored', lifts: { kind: 'revoked', by: [stop] } }
    : null;
};

/** By a larger change, that is taken back as a whole or not at all. */
const swept: Reading = (event, _, lineage) =>
  concerns(event, lineage) ? { kind: 'revoked', stops: { kind: 'revoked', by: [event.id] } } : null;

const READINGS: Readonly<Partial<Record<OperationName, Reading>>> = {
  'tokens.create': minted,
  'tokens.delegate': minted,
  'tokens.delegateSelf': minted,
  'tokens.exchange': minted,
  'setup.bootstrap': ({ after }, id) => (after?.token === id ? { kind: 'minted' } : null),
  'tokens.rotate': rotated,
  'tokens.rotateSelf': rotated,
  'rotations.mint': rotated,
  'tokens.retire': retired,
  'rotations.retire': retired,
  'tokens.approve': ({ target }, id) => (target.id === id ? { kind: 'approved' } : null),
  'tokens.warnExpiry': ({ target, after }, id) =>
    target.id === id ? { kind: 'warned', daysLeft: Number(after?.warnedDays) } : null,
  'tokens.warnStillUsed': ({ target }, id) => (target.id === id ? { kind: 'stillUsed' } : null),
  'tokens.suspend': stopping('suspended'),
  'tokens.suspendIdle': stopping('suspended'),
  'tokens.resume': lifting('resumed', 'suspended'),
  'tokens.revoke': stopping('revoked'),
  'tokens.revokeSelf': stopping('revoked'),
  'tokens.deny': stopping('revoked'),
  'leaks.stop': leaked,
  'tokens.undoRevoke': lifting('restored', 'revoked'),
  'tokens.revokeFamily': familyRevoked,
  'tokens.revokeMatching': familyRevoked,
  'identities.undoStop': stopUndone,
};

/** What it is that makes the difference where no reading says more: it was revoked by a larger change. */
const readingOf = (action: string): Reading | undefined => {
  const own = Object.hasOwn(READINGS, action) ? READINGS[action as OperationName] : undefined;
  return own ?? (isRevoking(action) ? swept : undefined);
};

/** What an event is in the life of a token; null for one that neither begins, changes nor ends it. */
export function markOf(event: LifeEvent, lineage: Lineage): LifeMark | null {
  const { id: tokenId } = lineage;
  // A retry that is given its secret again makes nothing.
  if (event.outcome !== 'done' || (event.after && 'repeats' in event.after)) return null;
  const told = readingOf(event.action)?.(event, tokenId, lineage);
  if (!told) return null;
  const by = (told.stops ?? told.lifts)?.by;
  return {
    ...{ at: event.at, eventId: event.id, actor: event.actor.name, reason: event.reason },
    daysLeft: null,
    ...told,
    isFromAbove: by !== undefined && !by.includes(tokenId) && !by.includes(event.id),
  };
}
