import { and, desc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { rotationSchedules, rotations } from '@/db/schema/destinations';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { createDestination } from '@/domain/destinations/create-destination';
import type { JobSettings } from '@/domain/jobs/define';
import { NOTHING_SET } from '@/domain/jobs/run-job';
import { setSchedule } from '@/domain/rotations/set-schedule';
import { createToken } from '@/domain/tokens/create-token';
import { isLiving } from '@/domain/tokens/family';
import { reaching } from './destinations/stand-ins';
import { fixture, world } from './fixture';
import { asAdministrator } from './probes';
import { SERVER_SECRET } from './world';

export const HOUR = 3_600;

/** What a worker is told that may reach this origin. */
export const settingsFor = (origin: string): JobSettings => ({
  ...NOTHING_SET,
  serverSecret: SERVER_SECRET,
  destinations: reaching(origin),
});

type Place = z.input<typeof createDestination.input>['place'];

export const makeDestination = async (place: Place, credential = 'env:CREDENTIAL') => {
  const name = `place ${Math.random()}`;
  return (await asAdministrator(world, createDestination, { name, place, credential })).id;
};

/** A token of the service that goes to a destination every hour, under a name of its own. */
export async function scheduleToken(destination: string, more: { overlapSeconds?: number } = {}) {
  const { token, secret } = await asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys', ttlSeconds: 86_400 },
  });
  const secretName = `T${token.id.slice(-12).toUpperCase()}`;
  const input = { token: token.id, destination, secretName, everySeconds: HOUR, ...more };
  await asAdministrator(world, setSchedule, input);
  return { token: token.id, familyId: token.familyId, secret, secretName };
}

export const makeDue = (familyId: string) =>
  world.db
    .update(rotationSchedules)
    .set({ nextAt: sql`clock_timestamp()` })
    .where(eq(rotationSchedules.familyId, familyId));

export async function rotationOf(familyId: string) {
  const [row] = await world.db
    .select()
    .from(rotations)
    .where(eq(rotations.familyId, familyId))
    .orderBy(desc(rotations.plannedAt))
    .limit(1);
  return row;
}

export const familyOf = (familyId: string) =>
  world.db.select().from(tokens).where(eq(tokens.familyId, familyId));

export const livingOf = (familyId: string) =>
  world.db
    .select()
    .from(tokens)
    .where(and(eq(tokens.familyId, familyId), isLiving));

/** Somebody is let through with a token. */
export const use = (tokenId: string) =>
  world.db
    .insert(tokenUsage)
    .values({
      ...{ tokenId, firstUsedAt: new Date(), lastUsedAt: new Date(), lastAllowedAt: new Date() },
      ...{ allowedCount: 1, deniedCount: 0 },
    })
    .onConflictDoNothing();
