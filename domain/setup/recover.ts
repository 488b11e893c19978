import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Queryable, Transaction } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities, setupLinks } from '@/db/schema/identities';
import { organisationPolicy } from '@/db/schema/organisation';
import { breakGlass } from '@/db/schema/sso';
import { isAnybodyAble } from '@/domain/authority/administrators';
import { isLocalSignInOff } from '@/domain/authority/can-sign-in';
import { needsSecondAdministrator } from '@/domain/authority/privileged-rights';
import { systemActor } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { newId } from '@/domain/base/ids';
import { emailAddress } from '@/domain/base/input';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import { decidedByHand } from '@/domain/credentials/decided-by-hand';
import { removeFactors } from '@/domain/credentials/remove-factors';
import { voidSetupLinks } from '@/domain/credentials/void-setup-links';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { findIdentity } from '@/domain/targets/find-identity';
import { lockAdministrators } from './administrator';
import { hashSetupCode, setupCodeFromBytes, setupUrl } from './setup-code';

/**
 * Makes a one-time link for somebody in Administrators, from the terminal of the server: the way back
 * in. A suspended administrator is resumed with it only where nobody else could do that.
 */
export const recover = defineCommand({
  operation: 'setup.recover',
  summary: 'Make a one-time link for an administrator, from the terminal',
  input: z.object({
    email: emailAddress(),
    /** Also lifts the address limits of Administrators and of the organisation, for when their network has changed. */
    fromAnywhere: z.boolean().default(false),
    /** Also removes passkeys, authenticator app and recovery codes, for when they are lost. */
    clearFactors: z.boolean().default(false),
    /** Also lets one administrator alone give rights over Keyward, for when there is no second. */
    oneAdministrator: z.boolean().default(false),
  }),
  output: z.object({
    identityId: z.string(),
    resumed: z.boolean(),
    secret: z.string(),
  }),
  async target({ db, input }) {
    const row = await findIdentity(db, input.email, 'update');
    if (isRefusal(row) || !(await isAdministrator(db, row.id))) {
      return refuse(
        'not_found',
        'not_administrator',
        `${input.email} is not in Administrators. ${await whoIs(db)}`,
      );
    }
    return { type: 'identity' as const, id: row.id, name: row.name, row };
  },
  async run({ tx, input, target: { row }, secretBytes }) {
    const groupId = await lockAdministrators(tx);
    const isSuspended = row.state === 'suspended';
    if (isSuspended && (await isAnybodyAble(tx))) {
      return refuse(
        'conflict',
        'identity_suspended',
        `${row.name} is suspended and others can administer Keyward: ask one of them to resume ${row.name} first.`,
      );
    }
    if (isSuspended) {
      await tx.update(identities).set({ state: 'active' }).where(eq(identities.id, row.id));
      await decidedByHand(tx, row.id);
    }
    const lifted = input.fromAnywhere ? await liftAddressLimit(tx, groupId) : undefined;
    const liftedAll = input.fromAnywhere ? await liftOrganisationLimit(tx) : undefined;
    const breaksGlass = await isLocalSignInOff(tx);
    if (breaksGlass) {
      await tx.insert(breakGlass).values({ identityId: row.id }).onConflictDoNothing();
    }
    const cleared = input.clearFactors ? await removeFactors(tx, row.id) : undefined;
    const isAlone = input.oneAdministrator && (await needsSecondAdministrator(tx));
    if (isAlone) await tx.update(organisationPolicy).set({ approvePrivileged: false });
    await voidSetupLinks(tx, row.id);
    const id = newId('setupLink');
    await tx.insert(setupLinks).values({
      id,
      identityId: row.id,
      secretSha256: hashSetupCode(setupCodeFromBytes(secretBytes)),
      expiresAt: sql`now() + make_interval(hours => ${SETUP_LINK_HOURS})`,
    });
    return {
      value: { identityId: row.id, resumed: isSuspended },
      audit: {
        before: {
          state: row.state,
          ...(lifted && { allowedCidrs: lifted }),
          ...(liftedAll && { organisationCidrs: liftedAll.cidrs }),
        },
        after: {
          ...{ state: 'active', setupLink: id },
          ...(breaksGlass && { breakGlass: true }),
          ...(cleared && { clearedFactors: cleared }),
          ...(isAlone && { approvePrivileged: false }),
          ...(lifted && { allowedCidrs: [] }),
          ...(liftedAll && { organisationCidrs: [] }),
        },
        affects: [
          ...(isSuspended ? [row.id] : []),
          ...(liftedAll?.groupIds ?? (lifted ? [groupId] : [])),
        ],
      },
    };
  },
  reveal: (_value, secretBytes) => ({ secret: setupCodeFromBytes(secretBytes) }),
});

const inAdministrators = and(
  eq(groups.slug, ADMINISTRATORS),
  eq(identities.type, 'person'),
  or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`)),
);

const selectAdministrators = (db: Queryable) =>
  db
    .select({ id: identities.id, email: identities.email })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .innerJoin(identities, eq(identities.id, memberships.identityId));

async function isAdministrator(db: Queryable, identityId: string): Promise<boolean> {
  const found = await selectAdministrators(db).where(
    and(inAdministrators, eq(identities.id, identityId)),
  );
  return found.length > 0;
}

/** Who holds the server's terminal may know whom to ask for. */
async function whoIs(db: Queryable): Promise<string> {
  const people = await selectAdministrators(db)
    .where(inAdministrators)
    .orderBy(asc(identities.email))
    .limit(10);
  return people.length === 0
    ? 'Nobody is: run `keyward bootstrap`.'
    : `These are: ${people.map(({ email }) => email).join(', ')}.`;
}

/** @returns the limit there was; undefined where there was none */
async function liftAddressLimit(tx: Transaction, groupId: string): Promise<string[] | undefined> {
  const [group] = await tx.select().from(groups).where(eq(groups.id, groupId));
  if (!group || group.allowedCidrs.length === 0) return undefined;
  await tx.update(groups).set({ allowedCidrs: [] }).where(eq(groups.id, groupId));
  return group.allowedCidrs;
}

/** The same of the organisation, which is let in nowhere else either; with the groups that feel it. */
async function liftOrganisationLimit(tx: Transaction) {
  const { allowedCidrs: cidrs } = await readCeilings(tx, true);
  if (cidrs.length === 0) return undefined;
  await tx.update(organisationPolicy).set({ allowedCidrs: [] });
  const rows = await tx.select({ id: groups.id }).from(groups);
  return { cidrs, groupIds: rows.map(({ id }) => id) };
}

/** The `keyward recover` command. */
export async function recoverAdministrator(
  db: Database,
  input: z.input<typeof recover.input> & { baseUrl: string },
): Promise<Refusal | { ok: true; setupUrl: string; identityId: string; resumed: boolean }> {
  const { baseUrl, ...asked } = input;
  const result = await runCommand(
    recover,
    {
      db,
      actor: systemActor('recover', [recover.operation]),
      request: { id: newId('request'), ip: null, userAgent: null },
      serverSecret: '',
    },
    asked,
  );
  if (!result.ok) return result;
  const { identityId, resumed, secret } = result.value;
  return { ok: true, identityId, resumed, setupUrl: setupUrl(baseUrl, secret) };
}
