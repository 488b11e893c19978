import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { DEMO_GROUPS, DEMO_PEOPLE, type DemoGroup } from './organisation';
import { demoRandom, pick } from './random';
import type { Run } from './seed-demo';

const PERSONAL_NAMES = [
  'laptop',
  'month-end script',
  'data check',
  'support console',
  'local development',
];
const SERVICE_NAMES = ['production', 'staging', 'canary', 'batch worker'];
const REASONS = [
  'leaked in a build log',
  'laptop lost',
  'replaced by a narrower one',
  'left the company',
];
const DAY_SECONDS = 86_400;

/** Tokens in every state, with lives that began in the past weeks. */
export async function seedTokens(
  db: Database,
  { run, runAs }: { run: Run; runAs: (email: string) => Promise<Run> },
  emails: readonly string[],
): Promise<void> {
  const random = demoRandom('tokens');
  for (const group of DEMO_GROUPS) {
    const owners = [
      ...group.people.map((index) => ({ identity: emails[index] ?? '', names: PERSONAL_NAMES })),
      ...group.services.map((identity) => ({ identity, names: SERVICE_NAMES })),
    ];
    for (const { identity, names } of owners) {
      const isService = names === SERVICE_NAMES;
      const called = isService ? identity : nameOf(identity, emails);
      const count = isService ? 3 : 1 + Math.floor(random() * 2);
      const mint = isService ? run : await runAs(identity);
      for (const name of names.slice(0, count))
        await seedToken({
          ...{ db, run, mint, random, group, identity },
          name: isService ? `${called} ${name}` : `${name} of ${called}`,
        });
    }
  }
}

/** By which colleagues tell one laptop from another. */
const nameOf = (email: string, emails: readonly string[]): string =>
  DEMO_PEOPLE[emails.indexOf(email)]?.split(' ')[0] ?? email;

interface Seed {
  readonly db: Database;
  readonly run: Run;
  /** As whoever may create this token: the person themselves, or the administrator for a service. */
  readonly mint: Run;
  readonly random: () => number;
  readonly group: DemoGroup;
  readonly identity: string;
  readonly name: string;
}

async function seedToken({ db, run, mint, random, group, identity, name }: Seed): Promise<void> {
  const ttlSeconds = group.policy?.maxTtlSeconds ?? 30 * DAY_SECONDS;
  const restricted = group.scopes.length > 1 && random() < 0.35;
  const { token } = await mint(createToken, {
    identity,
    group: group.slug,
    name,
    ttlSeconds,
    ...(restricted ? { scopes: [pick(random, group.scopes)] } : {}),
  });
  const fate = random();
  if (fate < 0.1) await run(revokeToken, { token: token.id, reason: pick(random, REASONS) });
  else if (fate < 0.17) await run(suspendToken, { token: token.id, reason: 'unused for weeks' });
  await moveIntoPast(db, token.id, ttlSeconds, fate < 0.3 ? 1.05 : random());
}

/** Lets a token have lived `lived` of its lifetime; more than 1 makes it expired. */
async function moveIntoPast(
  db: Database,
  tokenId: string,
  lifetimeSeconds: number,
  lived: number,
): Promise<void> {
  const ageSeconds = Math.round(lifetimeSeconds * lived);
  const shift = sql`make_interval(secs => ${ageSeconds})`;
  await db
    .update(tokens)
    .set({
      createdAt: sql`${tokens.createdAt} - ${shift}`,
      expiresAt: sql`${tokens.expiresAt} - ${shift}`,
      revokedAt: sql`${tokens.revokedAt} - interval '3 hours'`,
    })
    .where(eq(tokens.id, tokenId));
}
