import { z } from 'zod';
import { holdsNoSecret } from '@/domain/base/input';
import { variables } from '@/domain/environment/variables';

const MAX_REFERENCE = 500;
const VARIABLE = /^env:[A-Za-z_][A-Za-z0-9_]*$/;
const FILE = /^file:\/[^\0\n\r]+$/;
/** What Keyward, Node and Postgres are run with besides: no destination is told any of it. */
const OWN_VARIABLE = /^(PG[A-Z]+|NODE_\w+|NEXTAUTH_\w+|OIDC_CLIENT_SECRET|SMTP_URL)$/;

/** Where a credential is found: `env:NAME` or `file:/path`, as the worker sees them. */
export const credentialReference = () =>
  z
    .string()
    .trim()
    .max(MAX_REFERENCE)
    .refine((text) => VARIABLE.test(text) || FILE.test(text), {
      error:
        'Write where the worker finds the credential, env:NAME or file:/path, and never the credential itself.',
      abort: true,
    })
    .refine(holdsNoSecret, 'This holds the secret of a token.')
    .refine((text) => !isOwnVariable(text), 'This variable is Keyward’s own.');

export function isOwnVariable(reference: string): boolean {
  if (!reference.startsWith('env:')) return false;
  const name = reference.slice('env:'.length).toUpperCase();
  return name in variables || OWN_VARIABLE.test(name);
}
