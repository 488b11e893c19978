import type { RequestOrigin } from '@/domain/base/context';
import type { TokenView } from '@/domain/tokens/token-view';
import { ACCESS_TOKEN_TYPE } from '@/domain/workloads/exchange-form';

export interface Exchanged {
  readonly token: TokenView;
  readonly secret: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** The answer of a token exchange (RFC 8693, 2.2.1), with the token's id, by which it is revoked. */
export const exchangeAnswer = (
  { token, secret, expiresIn }: Exchanged,
  { id }: RequestOrigin,
): Response =>
  Response.json(
    {
      access_token: secret,
      issued_token_type: ACCESS_TOKEN_TYPE,
      token_type: 'Bearer',
      expires_in: expiresIn,
      ...(token.scopes ? { scope: token.scopes.join(' ') } : {}),
      token_id: token.id,
    },
    { headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache', 'X-Request-Id': id } },
  );
