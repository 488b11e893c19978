import { eq, sql } from 'drizzle-orm';
import { identities, setupLinks } from '@/db/schema/identities';
import { systemActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import type { Refusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { appendEvent } from '@/domain/ledger/append-event';
import { claimSetupLink } from './claim-setup-link';
import { inspectSetupLink } from './inspect-setup-link';
import { linkUnused } from './usable-link';

const DEAD_LINK: ReadonlySet<string> = new Set(['setup_link_void', 'setup_link_outdated']);

type Door = Omit<Context, 'actor'>;

// Whoever holds the code may use it and nothing else: the link is the authority, not a person.
const HOLDER = systemActor('setup', [claimSetupLink.operation, inspectSetupLink.operation]);

/** Says whom a link is for. One whose maker lost the right to make it is used up and recorded. */
export async function openSetupLink(door: Door, code: unknown) {
  const result = await runQuery(inspectSetupLink, { ...door, actor: HOLDER }, { code });
  if (!result.ok) await recordVoidLink(door, code, result);
  return result;
}

/** Uses a link; see `claimSetupLink`. The same holds for a link whose maker lost the right. */
export async function redeemSetupLink(door: Door, rawInput: { code: unknown }) {
  const result = await runCommand(claimSetupLink, { ...door, actor: HOLDER }, rawInput);
  if (!result.ok) await recordVoidLink(door, rawInput.code, result);
  return result;
}

/**
 * Leaves one denied event; the link is used up with it, so that nobody fills the log by trying it. One
 * that somebody outgrew is used up as well: it can't wait for the day when they have fewer rights.
 */
async function recordVoidLink({ db, request }: Door, code: unknown, refusal: Refusal) {
  if (!DEAD_LINK.has(refusal.code) || typeof code !== 'string') return;
  await db.transaction(async (tx) => {
    const [link] = await tx
      .update(setupLinks)
      .set({ usedAt: sql`now()` })
      .where(linkUnused(code))
      .returning();
    if (!link?.identityId) return;
    const [person] = await tx.select().from(identities).where(eq(identities.id, link.identityId));
    await appendEvent(tx, {
      actor: HOLDER,
      group: null,
      action: claimSetupLink.operation,
      target: { type: 'identity', id: link.identityId, name: person?.name ?? null },
      outcome: 'denied',
      entry: {
        reason: refusal.code,
        after: { setupLink: link.id, madeBy: link.makerId },
        affects: [],
      },
      request,
    });
  });
}
