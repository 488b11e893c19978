import { and, asc, count, eq, inArray, isNotNull, isNull, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities, passwords } from '@/db/schema/identities';
import { byProvider } from '@/domain/authority/can-sign-in';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { administratorsNamed, signInInput } from './sign-in-policy';

const MAX_SHOWN = 50;
const person = z.object({ id: z.string(), name: z.string(), email: z.string().nullable() });

/** Whom another rule for passwords would keep out, and who could administer Keyward then. */
export const previewSignIn = defineQuery({
  operation: 'organisation.previewSignIn',
  summary: 'Preview who would be locked out without passwords',
  http: { method: 'POST', path: '/organisation/sign-in/preview' },
  input: z.object(signInInput),
  output: z.object({
    /** Active people with a password and no sign-in with a provider so far, the first of them. */
    lockedOut: z.array(person),
    lockingOut: z.number(),
    /** Administrators who have a way to sign in: break-glass, or a provider they have signed in with. */
    administrators: z.array(person),
  }),
  target: () => everything('system'),
  async run({ db, input }) {
    const named = await administratorsNamed(db, input.breakGlass);
    if (isRefusal(named)) return named;
    const isOff = input.localSignIn === 'break-glass';
    const barred = isOff ? await barredBy(db, named) : { rows: [], total: 0 };
    return {
      lockedOut: barred.rows,
      lockingOut: barred.total,
      administrators: await administratorsLeft(db, isOff ? named : null),
    };
  },
});

const shown = { id: identities.id, name: identities.name, email: identities.email };

async function barredBy(db: Queryable, named: readonly string[]) {
  const barred = and(
    ...[eq(identities.state, 'active'), sql`not ${byProvider(identities.id)}`],
    notInArray(identities.id, ['', ...named]),
  );
  const rows = await db
    .select(shown)
    .from(identities)
    .innerJoin(passwords, eq(passwords.identityId, identities.id))
    .where(barred)
    .orderBy(asc(identities.name), asc(identities.id))
    .limit(MAX_SHOWN);
  const [all] = await db
    .select({ total: count() })
    .from(identities)
    .innerJoin(passwords, eq(passwords.identityId, identities.id))
    .where(barred);
  return { rows, total: all?.total ?? 0 };
}

/** @param named whose password alone is good; null where everybody's is */
function administratorsLeft(db: Queryable, named: readonly string[] | null) {
  const password =
    named === null ? isNotNull(passwords.hash) : inArray(identities.id, ['', ...named]);
  return db
    .select(shown)
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .leftJoin(passwords, eq(passwords.identityId, identities.id))
    .where(
      and(
        ...[eq(groups.slug, ADMINISTRATORS), eq(identities.state, 'active')],
        ...[isNull(memberships.expiresAt), sql`(${password} or ${byProvider(identities.id)})`],
      ),
    )
    .orderBy(asc(identities.name), asc(identities.id))
    .limit(MAX_SHOWN);
}
