import { eq } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { identities, type setupLinks } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { loadHeldRights } from '@/domain/authority/held-rights';
import { refuseTakeOver } from '@/domain/authority/take-over';
import type { OperationName } from '@/domain/base/operation-names';
import { type Refusal, refuse } from '@/domain/base/refusal';

export type SetupLink = typeof setupLinks.$inferSelect;

const INVITE: OperationName = 'identities.invite';
const madeVoid = () =>
  refuse(
    'conflict',
    'setup_link_void',
    'This setup link does not work any more: who made it may not make it now. Ask an administrator for a new one.',
  );

/**
 * Refuses a link whose maker could not make it now: `setup_link_void` where the maker was stopped,
 * suspended or lost rights, `setup_link_outdated` where its person was given more than the maker holds.
 * Links that Keyward itself made have no maker. Ask it last: what commits later comes later in the log.
 */
export async function refuseLinkOfMaker(
  db: Queryable,
  link: SetupLink,
  person: { id: string; name: string },
): Promise<Refusal | null> {
  const { makerId, makerTokenId, makerOperations } = link;
  if (makerOperations === null) return null;
  if (makerId === null || !(await isAlive(db, makerId, makerTokenId))) return madeVoid();
  const now = await loadHeldRights(db, makerId);
  if (!now.controlPlane.has(INVITE)) return madeVoid();
  const none = new Map<string, never>();
  const viaToken = makerTokenId !== null;
  const holder = {
    grants: new Map([...now.controlPlane].filter(([name]) => makerOperations.includes(name))),
    memberOf: viaToken ? none : now.memberOf,
    leadOf: viaToken ? none : now.leadOf,
  };
  if ((await refuseTakeOver(db, holder, person, 'A link')) === null) return null;
  if (holder.grants.size < makerOperations.length) return madeVoid();
  return refuse(
    'conflict',
    'setup_link_outdated',
    'You were given rights since this link was made. Ask an administrator for a new one.',
  );
}

/** Stopping somebody uses up the links they made; so only state is left to ask for. */
async function isAlive(db: Queryable, makerId: string, tokenId: string | null): Promise<boolean> {
  const active = await db
    .select({ state: identities.state })
    .from(identities)
    .where(eq(identities.id, makerId));
  if (active[0]?.state !== 'active') return false;
  if (tokenId === null) return true;
  // A token that has run out or was rotated took nothing back; one that was revoked did.
  const [token] = await db
    .select({ state: tokens.state })
    .from(tokens)
    .where(eq(tokens.id, tokenId));
  return token?.state === 'active';
}

/**
 * Makes this transaction take its place in the log now: everything that committed before it is seen by
 * the statements that follow, and nothing else commits until it has.
 */
export async function takePlaceInLog(tx: Transaction): Promise<void> {
  await tx.execute('select 1 from audit_head where id = 1 for update');
}
