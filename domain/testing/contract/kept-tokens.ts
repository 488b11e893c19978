import { sql } from 'drizzle-orm';
import { decisions } from '@/db/schema/history';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { rotateToken } from '@/domain/rotations/rotate-token';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { retireToken } from '@/domain/tokens/retire-token';
import { suspendIdleToken } from '@/domain/tokens/suspend-idle';
import { warnTokenExpiry } from '@/domain/tokens/warn-expiry';
import { warnStillUsed } from '@/domain/tokens/warn-still-used';
import { commandCase, type Scene } from './case';

const token = (aim: Aim) => ({ token: aim.token });
const ofToken = ({ aim }: Scene) => ({ target: aim.token, affects: [aim.token] });
export const goneIdle = async ({ world: { db }, aim }: Scene) => {
  await db.execute(sql`update groups set idle_limit_seconds = 3600 where slug = 'billing'`);
  await db.execute(
    sql`update tokens set idle_from = now() - interval '2 hours' where id = ${aim.token}`,
  );
};
/** A day is left of ninety. */
export const expiresSoon = async ({ world: { db }, aim }: Scene) => {
  await db.execute(
    sql`update tokens set created_at = now() - interval '89 days 1 hour', expires_at = now() + interval '23 hours' where id = ${aim.token}`,
  );
};
/** Rotated out an hour ago, and denied since. */
export const usedAfterRotation = async ({ world: { db }, aim }: Scene) => {
  await db.execute(
    sql`update tokens set retires_at = now() - interval '1 hour' where id = ${aim.token}`,
  );
  await db.insert(decisions).values({
    ...{ id: newId('decision'), at: new Date().toISOString(), verifier: 'test' },
    ...{ outcome: 'denied', code: 'token_retired', tokenId: aim.token, ip: '10.0.3.7' },
  });
};
const retiring = () => systemActor('worker', ['tokens.retire']);

/** What the worker does with tokens. */
export const KEPT_TOKEN_COMMANDS = [
  commandCase(suspendIdleToken, {
    input: token,
    at: 'token',
    by: () => systemActor('worker', ['tokens.suspendIdle']),
    given: goneIdle,
    event: (scene) => ({
      ...ofToken(scene),
      before: { state: 'idle' },
      after: { state: 'suspended' },
    }),
    refused: {
      code: 'token_not_active',
      by: () => systemActor('worker', ['tokens.suspendIdle']),
    },
  }),
  commandCase(warnTokenExpiry, {
    input: token,
    at: 'token',
    by: () => systemActor('worker', ['tokens.warnExpiry']),
    given: expiresSoon,
    event: ({ aim }) => ({
      target: aim.token,
      after: { warnedDays: 1 },
      affects: [],
    }),
    refused: {
      code: 'token_not_active',
      by: () => systemActor('worker', ['tokens.warnExpiry']),
    },
  }),
  commandCase(warnStillUsed, {
    input: token,
    at: 'token',
    by: () => systemActor('worker', ['tokens.warnStillUsed']),
    given: usedAfterRotation,
    event: ({ aim }) => ({
      target: aim.token,
      after: { use: 'retired', ip: '10.0.3.7', worksUntil: null },
      affects: [],
    }),
    refused: {
      code: 'token_not_active',
      by: () => systemActor('worker', ['tokens.warnStillUsed']),
    },
  }),
  commandCase(retireToken, {
    input: (aim) => ({ token: aim.serviceToken }),
    at: 'token',
    by: retiring,
    given: async ({ world, aim }) => {
      await asAdministrator(world, rotateToken, { token: aim.serviceToken, untilFirstUse: true });
    },
    event: ({ aim }) => ({
      target: aim.serviceToken,
      after: { state: 'retired' },
      affects: [aim.serviceToken],
    }),
    refused: { code: 'token_not_active', by: retiring },
    bad: [{ token: 1 }, 'token'],
  }),
];
