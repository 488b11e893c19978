import { openSealed, SealBroken, sealSecret } from '@/domain/credentials/sealed';
import { DestinationProblem } from '@/domain/destinations/problem';
import { resolveCredential } from '@/domain/destinations/resolve-credential';
import { isReference } from './provider-input';
import type { ProviderRow } from './provider-target';

const sealedFor = (providerId: string) => ({ kind: 'client secret', id: providerId });

/** The columns of a client secret as it was given: a reference, or the secret itself, which is sealed. */
export function secretColumns(serverSecret: string, providerId: string, given: string | null) {
  if (given === null) return { secretReference: null, secretSealed: null };
  if (isReference(given)) return { secretReference: given, secretSealed: null };
  const secretSealed = sealSecret(serverSecret, given, sealedFor(providerId));
  return { secretReference: null, secretSealed };
}

/** Where the dashboard finds client secrets. */
export interface SecretSource {
  readonly serverSecret: string;
  /** `OIDC_CLIENT_SECRET`, for the provider of the environment alone. */
  readonly ofEnvironment: string | undefined;
  readonly variable: (name: string) => string | undefined;
  readonly closedDirectories: readonly string[];
}

/**
 * The secret with which Keyward identifies itself to a provider; null for a public client.
 * @throws {SecretUnavailable}
 */
export async function clientSecretOf(
  provider: Pick<ProviderRow, 'id' | 'fromEnvironment' | 'secretReference' | 'secretSealed'>,
  source: SecretSource,
): Promise<string | null> {
  const { id, fromEnvironment, secretReference, secretSealed } = provider;
  if (fromEnvironment) return source.ofEnvironment ?? null;
  try {
    if (secretSealed !== null) return openSealed(source.serverSecret, secretSealed, sealedFor(id));
    return secretReference === null ? null : await resolveCredential(secretReference, source);
  } catch (error) {
    if (error instanceof DestinationProblem || error instanceof SealBroken) {
      throw new SecretUnavailable(error.message, { cause: error });
    }
    throw error;
  }
}

/** The message is for administrators, and never holds what was read. */
export class SecretUnavailable extends Error {
  override readonly name = 'SecretUnavailable';
}
