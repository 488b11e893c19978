import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Delegators } from '@/domain/policy/effective';
import { MAX_DEPTH } from './token-facts';
import type { TokenStatus, TokenView } from './token-view';

interface Waiting extends Facts {
  readonly createdById: string;
  /** The person behind whoever asked; null where no person is. */
  readonly approvalAskedBy: string | null;
}

interface Facts {
  readonly name: string;
  readonly status: TokenStatus;
}

interface Held extends Facts {
  readonly kind: 'personal' | 'service';
  readonly blockedBy: TokenView['blockedBy'];
  readonly identity: { readonly id: string; readonly name: string };
}

/** A child is not rotated: what is to be short would be renewed without end. */
interface Rotatable extends Held {
  readonly depth: number;
}

interface Delegable extends Held {
  readonly depth: number;
  readonly group: { readonly name: string; readonly whoMayDelegate: Delegators };
}

const OVER: Partial<Record<TokenStatus, string>> = {
  revoked: 'is revoked',
  retired: 'was rotated out',
  expired: 'has expired',
};

export const refuseByPolicy = ({ name, whoMayDelegate: who }: Delegable['group']): Refusal =>
  refuse(
    'forbidden',
    'delegation_not_allowed',
    `The policy of ${name} lets ${who === 'nobody' ? 'nobody' : `only ${who}`} delegate tokens.`,
  );

/** Nobody but the person is given a secret that acts as them. */
export const refusePersonal = ({ name }: { readonly name: string }): Refusal =>
  refuse(
    'forbidden',
    'personal_token',
    `Only ${name} creates tokens that act as ${name}: service accounts are for the rest.`,
  );

const STILL: Partial<Record<TokenStatus, string>> = {
  suspended: 'is suspended already',
  awaiting: 'waits for approval and opens nothing yet',
};
const RUNS = 'is neither suspended nor idle';

const notAwaiting = ({ name }: Facts): Refusal =>
  refuse('conflict', 'token_not_awaiting', `${name} waits for nobody’s approval.`);

/** What a token's state refuses to whoever has the right. */
export const tokenRules = {
  suspend(_actor: Actor, { name, status }: Facts): Refusal | null {
    const over = OVER[status] ?? STILL[status] ?? null;
    return over === null ? null : refuse('conflict', 'token_not_active', `${name} ${over}.`);
  },
  resume(_actor: Actor, { name, status }: Facts): Refusal | null {
    if (status === 'suspended' || status === 'idle') return null;
    const over = OVER[status] ?? (status === 'awaiting' ? STILL.awaiting : RUNS);
    return refuse('conflict', 'token_not_suspended', `${name} ${over}.`);
  },
  delegate(actor: Actor, token: Delegable): Refusal | null {
    const { name, status, kind, identity, depth, group } = token;
    if (kind === 'personal' && identity.id !== actor.id) return refusePersonal(identity);
    if (group.whoMayDelegate === 'nobody') return refuseByPolicy(group);
    if (status !== 'active' && status !== 'expiring' && status !== 'rotating') {
      const over = OVER[status] ?? STILL[status] ?? 'doesn’t work where it is now';
      return refuse('conflict', 'token_not_active', `${name} ${over}.`);
    }
    if (depth < MAX_DEPTH) return null;
    return refuse('conflict', 'too_deep', `${name} has ${depth} tokens above it: no more fit.`);
  },
  /** What ended stays as it was; a child is what its parent gave. */
  setLimits(_actor: Actor, { name, status, depth }: Facts & { readonly depth: number }) {
    if (depth > 0) {
      const instead = 'make another from its parent';
      return refuse('conflict', 'token_delegated', `${name} was delegated: ${instead}.`);
    }
    const over = OVER[status] ?? (status === 'awaiting' ? STILL.awaiting : undefined);
    return over ? refuse('conflict', 'token_not_active', `${name} ${over}.`) : null;
  },
  rotate(actor: Actor, { name, status, kind, identity, blockedBy, depth }: Rotatable) {
    if (depth > 0) {
      const instead = 'make another from its parent';
      return refuse('conflict', 'token_delegated', `${name} was delegated: ${instead}.`);
    }
    if (kind === 'personal' && identity.id !== actor.id) return refusePersonal(identity);
    // Rotating is what brings a token within its policy again.
    const isHeld = status === 'blocked' && blockedBy !== 'policy_not_met';
    const waits = status === 'awaiting' && STILL.awaiting;
    const over = OVER[status] ?? (isHeld ? 'doesn’t work where it is now' : waits);
    return over ? refuse('conflict', 'token_not_active', `${name} ${over}.`) : null;
  },
  approve(actor: Actor, token: Waiting): Refusal | null {
    if (token.status !== 'awaiting') return notAwaiting(token);
    const isSecond = actor.id !== token.createdById && actor.id !== token.approvalAskedBy;
    if (isSecond && actor.type === 'person') return null;
    return refuse(
      'forbidden',
      'second_person',
      `Another person must approve ${token.name}: who asked for it can’t.`,
    );
  },
  deny(_actor: Actor, token: Facts): Refusal | null {
    return token.status === 'awaiting' ? null : notAwaiting(token);
  },
  revoke(_actor: Actor, { name, status }: Facts): Refusal | null {
    if (status !== 'revoked') return null;
    return refuse('conflict', 'token_revoked', `${name} is already revoked.`);
  },
};
