import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { newId, newIdAt } from '@/domain/base/ids';
import { updateGroup } from '@/domain/groups/update-group';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { selectTokens } from '@/domain/tokens/token-view';
import type { Run } from './seed-demo';

const DAY = 86_400;

/** Tokens that nobody calls with: something must be unused. */
export const QUIET_NAMES: readonly string[] = [
  'vehicle-gateway first rollout',
  'vehicle-gateway depot trial',
  'vehicle-gateway old firmware',
  'nightly-reports spare',
];

const LEAKED = 'ledger-sync build agent';
const ROTATED = 'route-planner before the move';
const NOISY = 'partner-portal preview';

/** One or more of each thing that asks for attention, by whoever would have done it. */
export async function seedAttention(
  db: Database,
  { run, runAs }: { run: Run; runAs: (email: string) => Promise<Run> },
  emails: readonly string[],
): Promise<void> {
  const [, second = '', responder = ''] = emails;
  const mint = async (identity: string, group: string, name: string, more: object = {}) =>
    (await run(createToken, { identity, group, name, ...more })).token.id;
  const days = (ttlDays: number) => ({ ttlSeconds: ttlDays * DAY });

  // Powerful and unused for 90 days; the policy lets tokens of this group live for half a year.
  await run(updateGroup, { group: 'fleet', policy: { maxTtlSeconds: 180 * DAY } });
  for (const [index, name] of QUIET_NAMES.slice(0, 3).entries()) {
    const id = await mint('vehicle-gateway', 'fleet', name, days(180));
    await age(db, id, 100 + index * 7);
  }
  await age(db, await mint('nightly-reports', 'reporting', 'nightly-reports spare', days(30)), 24);
  await age(db, await mint('invoice-mailer', 'billing', 'invoice-mailer dunning', days(30)), 27);
  await age(db, await mint('partner-portal', 'partners', NOISY, days(30)), 9);

  // The addresses it names are allowed no more.
  const far = { ...days(30), allowedCidrs: ['203.0.113.0/24'] };
  await age(db, await mint('nightly-reports', 'reporting', 'nightly-reports far office', far), 6);
  const allowedCidrs = ['10.20.0.0/16', '198.51.100.0/24', '203.0.113.77/32'];
  await run(updateGroup, { group: 'reporting', policy: { allowedCidrs } });

  const rotated = await mint('route-planner', 'dispatch-operations', ROTATED, days(30));
  await age(db, rotated, 12);
  await run(rotateToken, { token: rotated, overlapSeconds: 0, reason: 'moved to another host' });

  const leaked = await mint('ledger-sync', 'billing', LEAKED, days(30));
  await age(db, leaked, 5);
  const respond = await runAs(responder);
  await respond(revokeToken, { token: leaked, reason: 'leaked in a build log' });
  await db
    .update(tokens)
    .set({ revokedAt: sql`${tokens.revokedAt} - interval '2 hours'` })
    .where(eq(tokens.id, leaked));

  const own = await runAs(second);
  const powerful = { identity: second, group: 'administrators', name: 'maintenance of Tomasz' };
  await own(createToken, powerful);

  // From now on a second person looks at each.
  await run(updateGroup, { group: 'fleet', policy: { approveServiceTokens: true } });
  await mint('vehicle-gateway', 'fleet', 'vehicle-gateway new depots', days(30));
}

/** Lets a token have been made so many days ago. */
async function age(db: Database, tokenId: string, daysAgo: number): Promise<void> {
  const shift = sql`make_interval(days => ${daysAgo})`;
  await db
    .update(tokens)
    .set({
      createdAt: sql`${tokens.createdAt} - ${shift}`,
      expiresAt: sql`${tokens.expiresAt} - ${shift}`,
      idleFrom: sql`${tokens.idleFrom} - ${shift}`,
    })
    .where(eq(tokens.id, tokenId));
}

const REFUSALS = [
  [LEAKED, 'token_revoked', 18, '192.0.2.146', 'python-requests/2.32.3', 'billing', '/v2/invoices'],
  [ROTATED, 'token_retired', 7, '198.51.100.41', 'northwind-worker/3.1', 'dispatch', '/v1/routes'],
  [NOISY, 'operation_not_granted', 23, '203.0.113.77', 'axios/1.9.0', 'dispatch', '/v1/vehicles'],
] as const;

/** What is refused again and again, in the last hours. */
export async function seedRefusals(db: Database): Promise<void> {
  const subjects = await selectTokens(db).where(
    inArray(
      tokens.name,
      REFUSALS.map(([name]) => name),
    ),
  );
  for (const [name, code, count, ip, userAgent, api, path] of REFUSALS) {
    const subject = subjects.find(
      ({ token }) => token.name === name && token.predecessorId === null,
    );
    if (!subject) throw new Error(`the demo has no token ${name}`);
    const { token, identity, group } = subject;
    const rows = Array.from({ length: count }, (_, index) => {
      const at = new Date(Date.now() - (count - index) * 240_000);
      return {
        ...{ id: newIdAt('decision', at), at: at.toISOString(), verifier: 'edge-1' },
        ...{ outcome: 'denied' as const, code, tokenId: token.id, tokenName: token.name },
        ...{ identityId: identity.id, identityName: identity.name },
        ...{ groupId: group.id, groupSlug: group.slug, ip, userAgent },
        ...{ api, method: 'GET', path, requestId: newId('request') },
      };
    });
    await db.insert(decisions).values(rows);
  }
}
