import type { TokenView } from '@/domain/tokens/token-view';
import type { ClosedLink } from './links';

interface Named {
  readonly name: string;
}

/** What a closed link is told by. */
export interface Told {
  readonly group: Named;
  readonly identity: Named | null;
  readonly membership: { readonly expiresAt: string | null } | null;
  readonly token: TokenView | null;
  readonly operation: Named;
  /** Slug. */
  readonly api: string;
  /** Lists of addresses, of which each must have the caller's. */
  readonly addresses: readonly { readonly of: string; readonly cidrs: readonly string[] }[];
  readonly ip: string | null;
}

const BREAKS: Record<TokenView['breaks'][number], string> = {
  lifetime: 'it lives longer than a token may',
  addresses: 'it names addresses outside of those allowed',
  rotation: 'it was not rotated in time',
};

/** What is missing or closed, in a sentence; `at`, RFC 3339, is since when or for when, where that is known. */
export function linkWords(
  { link, code }: ClosedLink,
  told: Told,
): { message: string; at: string | null } {
  const { group, token } = told;
  const who = told.identity?.name ?? 'The caller';
  const say = (message: string, at: string | null = null) => ({ message, at });
  switch (link) {
    case 'token':
      return token ? tokenWords(code, token) : say('The token has ended.');
    case 'identity':
      return say(`${who} is suspended.`);
    case 'membership':
      return told.membership
        ? say(`The membership of ${who} in ${group.name} has ended.`, told.membership.expiresAt)
        : say(`${who} is not in ${group.name} any more.`);
    case 'group':
      return say(`${group.name} is frozen.`);
    case 'parents':
      return say('A token that this one was made from does not work any more.');
    case 'policy': {
      const breaks = token?.breaks.map((one) => BREAKS[one]).join(', ');
      return say(`The policy refuses the token: ${breaks || 'it is outside of what is allowed'}.`);
    }
    case 'use':
      return say(
        `The token went unused for longer than ${group.name} allows.`,
        token?.lastUsedAt ?? null,
      );
    case 'address': {
      const lists = told.addresses.map(({ of, cidrs }) => `${of}: ${cidrs.join(', ')}`).join('; ');
      return say(`${told.ip ?? 'An unknown address'} is not among the addresses of ${lists}.`);
    }
    case 'api':
      return say(`The API ${told.api} is frozen.`);
    case 'scope':
      return say(`No scope of ${group.name} holds ${told.operation.name}.`);
    case 'restriction':
      return say(restrictionWords(token));
  }
}

function tokenWords(code: ClosedLink['code'], token: TokenView) {
  const by = (name: string | null, why: string | null) =>
    `${name ? ` by ${name}` : ''}${why ? `: ${why}` : '.'}`;
  switch (code) {
    case 'token_revoked':
      return {
        message: `The token was revoked${by(token.revokedBy, token.revokeReason)}`,
        at: token.revokedAt,
      };
    case 'membership_ended':
      return {
        message: `The token ended with a membership that was ended${by(token.revokedBy, null)}`,
        at: token.revokedAt,
      };
    case 'token_retired':
      return { message: 'The token was rotated, and its overlap is over.', at: token.retiresAt };
    case 'token_suspended':
      return token.approval === 'awaiting'
        ? { message: 'The token waits for a second person’s approval.', at: token.createdAt }
        : {
            message: `The token is suspended${by(token.suspendedBy, token.suspendReason)}`,
            at: token.suspendedAt,
          };
    default:
      return { message: 'The token has expired.', at: token.expiresAt };
  }
}

function restrictionWords(token: TokenView | null): string {
  if (token?.scopes?.length === 0) return 'The scopes that the token was cut down to are gone.';
  if (token?.scopes) return `The token is cut down to other scopes: ${token.scopes.join(', ')}.`;
  if (token?.onlyApi) return `The token is good for the API ${token.onlyApi.slug} alone.`;
  return 'A token that this one was made from is cut down to other scopes.';
}
