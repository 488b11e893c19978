import { z } from 'zod';
import { label, withoutSecret } from '@/domain/base/input';
import { nameProblems } from './place-names';

const MAX_URL = 2_000;

function urlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'This is not an address such as https://vault.example.com.';
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'The address must begin with https://.';
  if (username || password) return 'The address must not hold a user name or a password.';
  return search || hash ? 'The address must not have a part after ? or #.' : null;
}

/** Of a server, without a slash at its end. */
const serverUrl = () =>
  withoutSecret(z.string().trim().max(MAX_URL))
    .superRefine((text, context) => {
      const message = urlProblem(text);
      if (message !== null) context.addIssue({ code: 'custom', message });
    })
    .transform((text) => text.replace(/\/+$/, ''));

const shaped = (pattern: RegExp, message: string) =>
  withoutSecret(z.string().trim().regex(pattern, message));

const githubName = () =>
  shaped(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, 'Use letters, digits, dots, hyphens and _.');
/** A path whose segments mean themselves. */
const plainPath = (message: string) =>
  shaped(/^(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/, message).pipe(
    z.string().max(500),
  );
const dnsName = (message: string) => shaped(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, message);

/** Where secrets can go. */
export const placeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), url: serverUrl() }),
  z.strictObject({
    kind: z.literal('github'),
    apiUrl: serverUrl().default('https://api.github.com'),
    /** A user or an organisation. */
    owner: githubName(),
    /** Without it, the secret is the organisation's. */
    repository: githubName().optional(),
    /** Of the repository. */
    environment: label(255).optional(),
    /** Of a new secret of an organisation: which repositories see it. */
    visibility: z.enum(['all', 'private']).default('private'),
  }),
  z.strictObject({
    kind: z.literal('gitlab'),
    url: serverUrl().default('https://gitlab.com'),
    scope: z.enum(['project', 'group']).default('project'),
    /** Its number, or its path such as `acme/billing`. */
    path: plainPath('Write a number, or a path such as acme/billing.'),
    environmentScope: label(255).default('*'),
    protected: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('vault'),
    url: serverUrl(),
    /** Where the KV engine, version 2, is mounted. */
    mount: plainPath('Write a path such as secret.').default('secret'),
    path: plainPath('Write a path such as billing/deploy.'),
    namespace: plainPath('Write a path such as teams/billing.').optional(),
  }),
  z.strictObject({
    kind: z.literal('kubernetes'),
    url: serverUrl(),
    namespace: dnsName('Use lower-case letters, digits and hyphens.'),
    /** Of the Secret object. */
    secret: dnsName('Use lower-case letters, digits, hyphens and dots.'),
  }),
]);

const KINDS: readonly unknown[] = placeSchema.options.map(({ shape }) => shape.kind.value);

/** The same as an input: what names no kind is refused as a whole. */
export const placeInput = () =>
  z
    .preprocess((value, context) => {
      const kind = typeof value === 'object' && value !== null && 'kind' in value && value.kind;
      if (KINDS.includes(kind)) return value;
      const message = `Say of which kind it is: ${KINDS.join(', ')}.`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }, placeSchema)
    .superRefine((place, context) => {
      const said = new Set(context.issues.map(({ path }) => path?.[0]));
      for (const { field, message } of nameProblems(place)) {
        if (!said.has(field)) context.addIssue({ code: 'custom', path: [field], message });
      }
    });

export type Place = z.output<typeof placeSchema>;
export type PlaceOf<Kind extends Place['kind']> = Extract<Place, { kind: Kind }>;
