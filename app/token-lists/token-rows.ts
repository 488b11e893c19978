import type { TokenRefusals, TokenRow } from '@/components/tokens/token-row';
import { rightOver } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import type { TokenView } from '@/domain/tokens/token-view';

/** The token with what this actor may do to it, for the pages to show. */
export function toTokenRow(actor: Actor, token: TokenView): TokenRow {
  return { ...token, refusals: tokenRefusals(actor, token) };
}

function tokenRefusals(actor: Actor, token: TokenView): TokenRefusals {
  const { id, name, identity, group, status } = token;
  const target = {
    type: 'token' as const,
    id,
    name,
    groupIds: [group.id],
    identityId: identity.id,
  };
  const may = (operation: string) => rightOver(actor, operation, target) !== false;
  const ended = {
    revoked: 'It is revoked',
    retired: 'It was rotated out',
    expired: 'It has expired',
  };
  const over = status in ended ? ended[status as keyof typeof ended] : null;
  const notLead = `You are neither its holder nor a lead of ${group.name}`;
  return {
    rename: may('tokens.rename') ? null : notLead,
    suspend: may('tokens.suspend')
      ? (over ?? (status === 'suspended' ? 'It is suspended already' : null))
      : notLead,
    resume: may('tokens.resume')
      ? (over ?? (status === 'suspended' || status === 'idle' ? null : 'It is not suspended'))
      : `Only leads of ${group.name} and incident responders resume it`,
    revoke: may('tokens.revoke')
      ? status === 'revoked'
        ? 'It is revoked already'
        : null
      : notLead,
  };
}
