import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { holderOf, refuseTakeOver } from '@/domain/authority/take-over';
import { emailAddress, label, reference } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { EMAIL_TAKEN, refuseTakenEmail } from '@/domain/targets/email-forms';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { identityViewSchema, readIdentityView } from './identity-view';
import { permitOwners } from './permit-owners';

/** Changes a name or email. A new email is a new way to sign in, so it counts as handing out rights. */
export const updateIdentity = defineCommand({
  operation: 'identities.update',
  summary: 'Change a name or email',
  http: { method: 'PATCH', path: '/identities/{identity}' },
  input: z.object({
    identity: reference(),
    name: label().optional(),
    email: emailAddress().optional(),
  }),
  output: identityViewSchema,
  conflicts: { identities_email: EMAIL_TAKEN },
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  permit: (actor, target) => permitOwners(actor, target),
  async run({ tx, actor, input, target: { row } }) {
    if (input.email && row.type === 'service') {
      return invalid('email', 'A service account has no email.');
    }
    const name = input.name ?? row.name;
    const email = input.email ?? row.email;
    if (email && email !== row.email) {
      const taken = await refuseTakenEmail(tx, email, row.id);
      if (taken) return taken;
      const takeOver = await refuseTakeOver(
        tx,
        holderOf(actor),
        row,
        `A new email for ${row.name}`,
      );
      if (takeOver) return takeOver;
    }
    await tx
      .update(identities)
      .set({ name, email, updatedAt: sql`now()` })
      .where(eq(identities.id, row.id));
    return {
      value: await readIdentityView(tx, actor, row.id),
      audit: {
        before: { name: row.name, email: row.email },
        after: { name, email },
        affects: [row.id],
      },
    };
  },
});
