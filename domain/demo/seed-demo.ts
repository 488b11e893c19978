import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { administratorExists } from '@/domain/setup/administrator';
import { type Act, perform } from './acts';
import { actingAs, claimSetup, type DemoSignIn, demoSignIn, type Run } from './cast';
import { organise } from './organise';
import { openPastClock } from './past-clock';
import { seedAnomaly } from './seed-anomaly';
import { seedAttention, seedRefusals } from './seed-attention';
import { seedDecisions } from './seed-decisions';
import { seedTokens } from './seed-tokens';

/** All that its people did, in no order. */
export const demoActs = (as: (index: number) => Run, claim: Act['act']): Act[] => [
  ...organise(as, claim),
  ...seedTokens(as),
  ...seedAttention(as),
];

/** Whether this database holds the demo organisation. */
export async function isDemo(db: Database): Promise<boolean> {
  return (await db.$count(groups, eq(groups.slug, 'dispatch-operations'))) > 0;
}

/**
 * Fills a fresh installation with a sample organisation: people, groups, two imported APIs, tokens in
 * every state and 30 days of decisions. Every change goes through its command, by whoever would make
 * it, at the time it is said to have been made.
 * @throws where somebody already administers this installation
 */
export async function seedDemo(db: Database, serverSecret: string): Promise<DemoSignIn> {
  const signIn = demoSignIn(serverSecret);
  if (await isDemo(db)) return signIn;
  if (await administratorExists(db)) {
    throw new Error('the demo fills a fresh installation only, and this one is in use already');
  }
  const clock = await openPastClock(db);
  try {
    const as = (index: number) => actingAs(clock.db, serverSecret, index);
    await perform(
      clock,
      demoActs(as, () => claimSetup(clock.db, serverSecret)),
    );
  } finally {
    await clock.close();
  }
  await seedDecisions(db);
  await seedRefusals(db);
  await seedAnomaly(db);
  return signIn;
}
