import { z } from 'zod';
import { IssuerUnavailable, type KnownIssuers } from '@/domain/issuers/known-issuers';
import { urlProblem } from '@/domain/outbound/outbound-url';

const texts = z.array(z.string());
const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url().optional(),
  scopes_supported: texts.optional(),
  id_token_signing_alg_values_supported: texts.optional(),
  token_endpoint_auth_methods_supported: texts.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
export type ProviderMetadata = z.output<typeof metadataSchema>;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as it is needed.
 * @param trusted origins that may be without TLS
 * @throws {IssuerUnavailable} in words for administrators
 */
export async function describeProvider(
  issuers: KnownIssuers,
  issuer: string,
  trusted: readonly string[],
): Promise<ProviderMetadata> {
  const read = metadataSchema.safeParse(await issuers.describe(issuer));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new IssuerUnavailable(
      `${issuer} describes no provider to sign in with: ${issue?.path.join('.')} is missing or wrong.`,
    );
  }
  const { authorization_endpoint: place } = read.data;
  // A browser is sent there, which may be in the same network: only that it is encrypted matters.
  const problem = urlProblem(place, trusted)?.problem;
  if (problem && problem !== 'address_not_public') {
    throw new IssuerUnavailable(`${place} is not encrypted: nobody is sent there.`);
  }
  return read.data;
}

/** The scopes to ask for: those of the provider, and one named like the claim where it has one. */
export function scopesToAsk(
  {
    scopes,
    groupsClaim,
  }: { readonly scopes: readonly string[]; readonly groupsClaim: string | null },
  { scopes_supported: supported = [] }: ProviderMetadata,
): string[] {
  const more = groupsClaim !== null && supported.includes(groupsClaim) ? [groupsClaim] : [];
  return [...new Set(['openid', ...scopes, ...more])];
}
