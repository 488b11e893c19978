import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities, passwords } from '@/db/schema/identities';
import { breakGlass, signInPolicy } from '@/db/schema/sso';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { reference } from '@/domain/base/input';
import { invalid, isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand, defineQuery } from '@/domain/commands/define';
import { findIdentity } from '@/domain/targets/find-identity';

const MAX_BREAK_GLASS = 20;

const viewSchema = z.object({
  /** Who may sign in with a password: everybody who has one, or break-glass administrators alone. */
  localSignIn: z.enum(['everyone', 'break-glass']),
  breakGlass: z.array(z.object({ id: z.string(), name: z.string(), email: z.string().nullable() })),
});

export const signInInput = {
  localSignIn: z.enum(['everyone', 'break-glass']),
  /** Administrators with a password, by id or email. */
  breakGlass: z.array(reference()).max(MAX_BREAK_GLASS).default([]),
};

async function readSignIn(db: Queryable): Promise<z.output<typeof viewSchema>> {
  const [policy] = await db.select().from(signInPolicy);
  const named = await db
    .select({ id: identities.id, name: identities.name, email: identities.email })
    .from(breakGlass)
    .innerJoin(identities, eq(identities.id, breakGlass.identityId))
    .orderBy(asc(identities.name), asc(identities.id));
  return { localSignIn: policy?.localSignIn ?? 'everyone', breakGlass: named };
}

export const getSignIn = defineQuery({
  operation: 'organisation.getSignIn',
  summary: 'Get who may sign in with a password',
  http: { method: 'GET', path: '/organisation/sign-in' },
  input: z.object({}),
  output: viewSchema,
  target: () => everything('system'),
  run: ({ db }) => readSignIn(db),
});

/**
 * Switches passwords off for everybody but named administrators, or on again. Refused where nobody could
 * administer Keyward then: no administrator has signed in with a provider, and none is named.
 */
export const setSignIn = defineCommand({
  operation: 'organisation.setSignIn',
  needsProof: true,
  summary: 'Set who may sign in with a password',
  http: { method: 'PUT', path: '/organisation/sign-in' },
  input: z.object(signInInput),
  output: viewSchema,
  target: () => everything('system'),
  async run({ tx, actor, input, request }) {
    await tx.select().from(signInPolicy).for('update');
    const before = await readSignIn(tx);
    const named = await administratorsNamed(tx, input.breakGlass);
    if (isRefusal(named)) return named;
    await tx.update(signInPolicy).set({ localSignIn: input.localSignIn, updatedAt: sql`now()` });
    await tx.delete(breakGlass);
    if (named.length > 0) {
      await tx.insert(breakGlass).values(named.map((identityId) => ({ identityId })));
    }
    if (await refuseWithoutAdministrator(tx, { actor, request })) {
      const message =
        'Nobody could administer Keyward any more: no administrator has signed in with a provider yet. Let one do that first, or name a break-glass administrator.';
      return refuse('conflict', 'last_administrator', message);
    }
    const after = await readSignIn(tx);
    return { value: after, audit: { before: told(before), after: told(after), affects: [] } };
  },
});

const told = ({ localSignIn, breakGlass: named }: z.output<typeof viewSchema>) => ({
  ...{ localSignIn, breakGlass: named.map(({ id, name }) => ({ id, name })) },
});

/** Ids of those who may be break-glass administrators; refused where one may not. */
export async function administratorsNamed(
  db: Queryable,
  references: readonly string[],
): Promise<string[] | Refusal> {
  const ids = new Set<string>();
  for (const [index, name] of references.entries()) {
    const identity = await findIdentity(db, name);
    const path = `breakGlass.${index}`;
    if (isRefusal(identity)) return invalid(path, `There is nobody “${name}”.`);
    const [found] = await db
      .select({ id: passwords.identityId })
      .from(passwords)
      .innerJoin(memberships, eq(memberships.identityId, passwords.identityId))
      .innerJoin(groups, eq(groups.id, memberships.groupId))
      .where(
        and(
          eq(passwords.identityId, identity.id),
          eq(groups.slug, ADMINISTRATORS),
          isNull(memberships.expiresAt),
        ),
      );
    if (!found || identity.state !== 'active') {
      const message = `${identity.name} must be an administrator without an end date, active, and with a password.`;
      return invalid(path, message);
    }
    ids.add(identity.id);
  }
  return [...ids];
}
