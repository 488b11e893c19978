import { inArray } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { newId, newIdAt } from '@/domain/base/ids';
import { updateGroup } from '@/domain/groups/update-group';
import { openIncident } from '@/domain/incidents/open-incident';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { selectTokens } from '@/domain/tokens/token-view';
import { type Act, atWork, DAY_SECONDS } from './acts';
import { emailOf, type Run } from './cast';
import { demoRandom } from './random';

/** Tokens that nobody calls with: something must be unused. */
export const QUIET_NAMES: readonly string[] = [
  'vehicle-gateway first rollout',
  'vehicle-gateway depot trial',
  'vehicle-gateway old firmware',
  'nightly-reports spare',
];

type Minted = Omit<z.input<typeof createToken.input>, 'name'>;

const LEAKED = 'ledger-sync build agent';
const ROTATED = 'route-planner before the move';
const NOISY = 'partner-portal preview';

/** One or more of each thing that asks for attention, by whoever would have done it. */
export function seedAttention(as: (index: number) => Run): Act[] {
  const random = demoRandom('attention');
  const [first, second, responder] = [as(0), as(1), as(2)];
  const made = new Map<string, string>();
  const idOf = (name: string) => made.get(name) ?? '';
  const at = (daysAgo: number, act: Act['act']): Act => ({ daysAgo: atWork(random, daysAgo), act });
  const mint = (daysAgo: number, name: string, more: Minted): Act =>
    at(daysAgo, async () => {
      made.set(name, (await first(createToken, { name, ...more })).token.id);
    });
  const forDays = (identity: string, group: string, ttlDays: number) => ({
    ...{ identity, group, ttlSeconds: ttlDays * DAY_SECONDS },
  });
  return [
    // Powerful and unused for 90 days; the policy lets tokens of this group live for half a year.
    at(130, () =>
      first(updateGroup, { group: 'fleet', policy: { maxTtlSeconds: 180 * DAY_SECONDS } }),
    ),
    ...QUIET_NAMES.slice(0, 3).map((name, index) =>
      mint(100 + index * 7, name, forDays('vehicle-gateway', 'fleet', 180)),
    ),
    mint(24, 'nightly-reports spare', forDays('nightly-reports', 'reporting', 30)),
    mint(27, 'invoice-mailer dunning', forDays('invoice-mailer', 'billing', 30)),
    mint(9, NOISY, forDays('partner-portal', 'partners', 30)),
    // The addresses it names are allowed no more.
    mint(7, 'nightly-reports far office', {
      ...forDays('nightly-reports', 'reporting', 30),
      allowedCidrs: ['203.0.113.0/24'],
    }),
    at(4, () => {
      const allowedCidrs = ['10.20.0.0/16', '198.51.100.0/24', '203.0.113.77/32'];
      return first(updateGroup, { group: 'reporting', policy: { allowedCidrs } });
    }),
    mint(12, ROTATED, forDays('route-planner', 'dispatch-operations', 30)),
    {
      daysAgo: 0.15,
      act: () => {
        const how = { overlapSeconds: 0, reason: 'moved to another host' };
        return as(11)(rotateToken, { token: idOf(ROTATED), ...how });
      },
    },
    mint(5, LEAKED, forDays('ledger-sync', 'billing', 30)),
    {
      daysAgo: 0.09,
      act: () => responder(revokeToken, { token: idOf(LEAKED), reason: 'leaked in a build log' }),
    },
    {
      daysAgo: 0.08,
      act: () =>
        responder(openIncident, {
          title: 'Token of ledger-sync in a build log',
          note: 'Seen in the log of build 4812, which was readable to the whole company for an hour.',
          about: { token: idOf(LEAKED) },
        }),
    },
    at(3, () => {
      const token = { group: 'administrators', name: 'maintenance of Tomasz' };
      return second(createToken, { identity: emailOf(1), ...token });
    }),
    // From now on a second person looks at each.
    {
      daysAgo: 0.5,
      act: () => first(updateGroup, { group: 'fleet', policy: { approveServiceTokens: true } }),
    },
    {
      daysAgo: 0.05,
      act: () =>
        second(createToken, {
          name: 'vehicle-gateway new depots',
          ...forDays('vehicle-gateway', 'fleet', 30),
        }),
    },
  ];
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
