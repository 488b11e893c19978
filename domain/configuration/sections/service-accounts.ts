import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { label, slug } from '@/domain/base/input';
import { createIdentity } from '@/domain/identities/create-identity';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { type Change, differing, type Section, sorted } from '../change';

export const serviceAccountsSchema = z.record(
  slug(),
  z.strictObject({
    name: label().optional(),
    /** Left out, an account stays as it is: what an incident has stopped, no file starts again. */
    suspended: z.boolean().optional(),
  }),
);
type Wanted = z.output<typeof serviceAccountsSchema>;

async function readRows(db: Queryable) {
  const rows = await db
    .select({ slug: identities.slug, name: identities.name, state: identities.state })
    .from(identities)
    .where(eq(identities.type, 'service'))
    .orderBy(asc(identities.slug));
  return new Map(
    rows.map(({ slug: account, name, state }) => [
      account ?? '',
      { name, suspended: state === 'suspended' },
    ]),
  );
}

export const serviceAccountsSection: Section<Wanted> = {
  listedBy: ['identities.list'],

  async read(db) {
    return sorted(
      [...(await readRows(db))].map(([account, { name, suspended }]) => [
        account,
        suspended ? { name, suspended } : { name },
      ]),
    );
  },

  async diff({ db }, wanted) {
    const rows = await readRows(db);
    const changes: Change[] = [];
    for (const [account, said] of Object.entries(wanted)) {
      const row = rows.get(account);
      const path = ['serviceAccounts', account];
      const change = { kind: 'service account', name: account, path };
      const name = said.name ?? row?.name ?? account;
      const at = 'serviceAccounts' as const;
      if (!row) {
        const step = {
          command: createIdentity,
          input: { type: 'service', slug: account, name },
        };
        changes.push({ ...change, at, verb: 'create', fields: differing({}, { name }), step });
      } else if (name !== row.name) {
        const step = { command: updateIdentity, input: { identity: account, name } };
        changes.push({ ...change, at, verb: 'update', fields: differing(row, { name }), step });
      }
      const suspended = row?.suspended ?? false;
      if (said.suspended === undefined || said.suspended === suspended) continue;
      const command = said.suspended ? suspendIdentity : resumeIdentity;
      changes.push({
        ...{ ...change, at: 'states', verb: 'update' },
        fields: differing({ suspended }, { suspended: said.suspended }),
        step: { command, input: { identity: account } },
      });
    }
    for (const [account, row] of rows) {
      if (Object.hasOwn(wanted, account) || row.suspended) continue;
      // Its history keeps an account for ever: it is stopped, which can be undone, rather than deleted.
      changes.push({
        ...{ at: 'removedServiceAccounts', verb: 'delete', kind: 'service account' },
        ...{ name: account, path: ['serviceAccounts'] },
        fields: [{ name: 'suspended', before: 'false', after: 'true' }],
        step: { command: suspendIdentity, input: { identity: account } },
      });
    }
    return changes;
  },
};
