import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { TokenStatus } from './token-view';

interface Facts {
  readonly name: string;
  readonly status: TokenStatus;
}

const OVER: Partial<Record<TokenStatus, string>> = {
  revoked: 'is revoked',
  retired: 'was rotated out',
  expired: 'has expired',
};

/** What a token's state refuses to whoever has the right. */
export const tokenRules = {
  suspend(_actor: Actor, { name, status }: Facts): Refusal | null {
    const over = OVER[status] ?? (status === 'suspended' ? 'is suspended already' : null);
    return over === null ? null : refuse('conflict', 'token_not_active', `${name} ${over}.`);
  },
  resume(_actor: Actor, { name, status }: Facts): Refusal | null {
    if (status === 'suspended' || status === 'idle') return null;
    const over = OVER[status] ?? 'is neither suspended nor idle';
    return refuse('conflict', 'token_not_suspended', `${name} ${over}.`);
  },
  revoke(_actor: Actor, { name, status }: Facts): Refusal | null {
    if (status !== 'revoked') return null;
    return refuse('conflict', 'token_revoked', `${name} is already revoked.`);
  },
};
