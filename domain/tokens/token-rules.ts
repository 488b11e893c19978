import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { TokenStatus } from './token-view';

interface Facts {
  readonly name: string;
  readonly status: TokenStatus;
}

interface Held extends Facts {
  readonly kind: 'personal' | 'service';
  readonly identity: { readonly id: string; readonly name: string };
}

const OVER: Partial<Record<TokenStatus, string>> = {
  revoked: 'is revoked',
  retired: 'was rotated out',
  expired: 'has expired',
};

/** Nobody but the person is given a secret that acts as them. */
export const refusePersonal = ({ name }: { readonly name: string }): Refusal =>
  refuse(
    'forbidden',
    'personal_token',
    `Only ${name} creates tokens that act as ${name}: service accounts are for the rest.`,
  );

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
  rotate(actor: Actor, { name, status, kind, identity }: Held): Refusal | null {
    if (kind === 'personal' && identity.id !== actor.id) return refusePersonal(identity);
    const over = OVER[status] ?? (status === 'blocked' && 'doesn’t work where it is now');
    return over ? refuse('conflict', 'token_not_active', `${name} ${over}.`) : null;
  },
  revoke(_actor: Actor, { name, status }: Facts): Refusal | null {
    if (status !== 'revoked') return null;
    return refuse('conflict', 'token_revoked', `${name} is already revoked.`);
  },
};
