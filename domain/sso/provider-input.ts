import { z } from 'zod';
import { label, prose, reference, slug, withoutSecret } from '@/domain/base/input';
import { credentialReference } from '@/domain/destinations/credential-reference';
import { issuerInput } from '@/domain/issuers/issuer-input';
import { MAX_GROUP_ID } from './received-groups';
import { ENVIRONMENT_SLUG } from './sso-facts';

const MAX_MAPPINGS = 500;
/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
/** Whether a client secret is said by where it is found. */
export const isReference = (given: string): boolean => /^(env|file):/.test(given);

/** Where the secret is found (`env:NAME`, `file:/path`, as the dashboard sees them), or the secret itself. */
const clientSecret = () =>
  withoutSecret(z.string().trim().min(1, 'Leave it out for a public client.').max(2_000)).refine(
    (text) => !isReference(text) || credentialReference().safeParse(text).success,
    'Write env:NAME or file:/path, of what is no variable of Keyward’s own, or the secret itself.',
  );

/** What a provider is made of, and what may be changed of it. */
export const providerFields = {
  name: label(),
  issuer: issuerInput(),
  clientId: label(500),
  /** Null for a public client. */
  clientSecret: clientSecret().nullable(),
  scopes: z.array(z.string().regex(SCOPE, 'This is no scope.')).max(20),
  /** Name or JSON Pointer; null where no groups are read. */
  groupsClaim: label(100).nullable(),
  createsPeople: z.boolean(),
  acceptsUnverifiedEmail: z.boolean(),
  enabled: z.boolean(),
};

/** Part of the address that the provider leads back to: next-auth has a route of its own there. */
export const providerSlug = () =>
  slug().refine(
    (text) => text !== ENVIRONMENT_SLUG && text !== 'credentials',
    'This word is taken by Keyward itself.',
  );

export const mappingsInput = () =>
  z
    .array(
      z.strictObject({
        /** The provider's id of its group, as the claim has it. */
        externalGroup: prose(MAX_GROUP_ID).refine((text) => text !== '', 'This can’t be empty.'),
        group: reference(),
        role: z.enum(['member', 'lead']).default('member'),
        endsAfterSeconds: z.number().int().min(300).max(315_360_000).nullable().default(null),
      }),
    )
    .max(MAX_MAPPINGS);
export type MappingsInput = z.output<ReturnType<typeof mappingsInput>>;

export const SLUG_TAKEN = {
  sso_providers_slug_unique: { path: 'slug', message: 'A provider with this slug exists.' },
};
