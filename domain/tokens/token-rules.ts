import { refusedRight } from '@/domain/authority/refused-right';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { TokenStatus, TokenView } from './token-view';

interface Facts {
  readonly name: string;
  readonly status: TokenStatus;
}

const OVER: Partial<Record<TokenStatus, string>> = {
  revoked: 'is revoked',
  retired: 'was rotated out',
  expired: 'has expired',
};

/** What a token's state refuses to whoever has the right: the commands and the pages ask the same. */
export const tokenState = {
  suspend({ name, status }: Facts): Refusal | null {
    const over = OVER[status] ?? (status === 'suspended' ? 'is suspended already' : null);
    return over === null ? null : refuse('conflict', 'token_not_active', `${name} ${over}.`);
  },
  resume({ name, status }: Facts): Refusal | null {
    if (status === 'suspended' || status === 'idle') return null;
    const over = OVER[status] ?? 'is neither suspended nor idle';
    return refuse('conflict', 'token_not_suspended', `${name} ${over}.`);
  },
  revoke({ name, status }: Facts): Refusal | null {
    if (status !== 'revoked') return null;
    return refuse('conflict', 'token_revoked', `${name} is already revoked.`);
  },
};

/** The refusal for want of a right over a token, whatever its state. */
export function refusedTokenRight(actor: Actor, operation: OperationName, token: TokenView) {
  const { id, name, identity, group } = token;
  const owners = { groupIds: [group.id], identityId: identity.id };
  return refusedRight(actor, operation, { type: 'token', id, name, ...owners });
}

/** What may be done to a token, and why not: for pages, which show it before anybody tries. */
export function tokenCan(actor: Actor, token: TokenView) {
  const right = (operation: OperationName) => refusedTokenRight(actor, operation, token);
  return {
    rename: right('tokens.rename'),
    suspend: right('tokens.suspend') ?? tokenState.suspend(token),
    resume: right('tokens.resume') ?? tokenState.resume(token),
    revoke: right('tokens.revoke') ?? tokenState.revoke(token),
  };
}
