import { sql } from 'drizzle-orm';
import { rotationSchedules } from '@/db/schema/destinations';
import { tokens } from '@/db/schema/tokens';
import { LIMITS_NOW } from '@/domain/policy/policy-sql';

/** A token is rotated before it ends: by then, at the latest, so much of its life is over. */
export const LATEST_OF_LIFE = 0.9;

/**
 * When a schedule rotates the joined token of the joined group: at its time, or sooner where the policy
 * has come to ask for that since. Postgres' `least` passes over a policy that asks for nothing.
 */
export const dueAt = sql<Date>`least(${rotationSchedules.nextAt},
  ${tokens.createdAt} + make_interval(secs => ${LATEST_OF_LIFE}::float8 * ${LIMITS_NOW.rotationPeriodSeconds}))`.mapWith(
  rotationSchedules.nextAt,
);
