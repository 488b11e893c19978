import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { newId } from '@/domain/base/ids';
import { emailAddress, label, slug } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { EMAIL_TAKEN, refuseTakenEmail } from '@/domain/targets/email-forms';
import { identityViewSchema, readIdentityView } from './identity-view';
import { SLUG_TAKEN, slugFrom } from './service-slug';

/** Makes a person or a service account, in no group and so without any right. */
export const createIdentity = defineCommand({
  operation: 'identities.create',
  summary: 'Create a person or a service account',
  http: { method: 'POST', path: '/identities', status: 201 },
  input: z.object({
    type: z.enum(['person', 'service']),
    name: label(),
    email: emailAddress().optional(),
    slug: slug().optional(),
  }),
  output: identityViewSchema,
  conflicts: {
    identities_slug_unique: SLUG_TAKEN,
    identities_email: EMAIL_TAKEN,
  },
  target: () => everything('identity'),
  async run({ tx, actor, input }) {
    const { type, name } = input;
    const email = type === 'person' ? input.email : undefined;
    const accountSlug = type === 'service' ? (input.slug ?? slugFrom(name)) : undefined;
    if (type === 'person' && !email) return invalid('email', 'A person needs an email address.');
    if (type === 'service' && !accountSlug)
      return invalid('slug', 'A service account needs a slug.');
    const taken = email ? await refuseTakenEmail(tx, email) : null;
    if (taken) return taken;
    const id = newId('identity');
    await tx.insert(identities).values({ id, type, name, email, slug: accountSlug });
    return {
      value: await readIdentityView(tx, actor, id),
      audit: {
        target: { type: 'identity', id, name },
        after: { type, name, email: email ?? null, slug: accountSlug ?? null },
        affects: [],
      },
    };
  },
});
