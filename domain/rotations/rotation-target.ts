import { and, desc, eq, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { rotationSteps, rotations } from '@/db/schema/destinations';
import { tokenUsage } from '@/db/schema/operating';
import { looksLikeId, newId } from '@/domain/base/ids';
import { isRefusal, notFound, type Refusal, refuse } from '@/domain/base/refusal';
import { isOpen } from '@/domain/destinations/destination-view';
import { type FamilyTarget, loadFamily } from '@/domain/tokens/family';

export type RotationRow = typeof rotations.$inferSelect;
export type Step = (typeof rotationSteps.$inferSelect)['step'];

export interface RotationTarget extends FamilyTarget {
  readonly rotation: RotationRow;
}

/**
 * Loads a rotation with the family it is about, all locked until the commit, the family first: that is
 * how tokens are rotated by hand. The target is the predecessor.
 */
export async function loadRotation(db: Queryable, id: string): Promise<RotationTarget | Refusal> {
  if (!looksLikeId('rotation', id)) return notFound('token');
  const ofId = eq(rotations.id, id);
  const [named] = await db.select().from(rotations).where(ofId);
  if (!named) return notFound('token');
  const family = await loadFamily(db, named.predecessorId);
  if (isRefusal(family)) return family;
  const [rotation] = await db.select().from(rotations).where(ofId).for('update');
  return rotation ? { ...family, rotation } : notFound('token');
}

/** The rotation of a family that is not over. */
export async function openRotationOf(
  db: Queryable,
  familyId: string,
): Promise<RotationRow | undefined> {
  const [row] = await db
    .select()
    .from(rotations)
    .where(and(eq(rotations.familyId, familyId), isOpen))
    .orderBy(desc(rotations.plannedAt))
    .limit(1);
  return row;
}

/** Adds to what happened to a rotation. */
export async function tell(
  tx: Transaction,
  rotationId: string,
  step: Step,
  said = '',
): Promise<void> {
  await tx.insert(rotationSteps).values({ id: newId('rotationStep'), rotationId, step, said });
}

/** Another worker, or somebody by hand, has done what was to be done. */
export const movedOn = (): Refusal =>
  refuse('conflict', 'rotation_moved_on', 'This step of the rotation is done already.');

/** When a token was first let through; null where it never was. */
export async function firstSeenAt(db: Queryable, tokenId: string | null): Promise<Date | null> {
  if (tokenId === null) return null;
  const [usage] = await db
    .select({ first: tokenUsage.firstUsedAt, allowed: tokenUsage.lastAllowedAt })
    .from(tokenUsage)
    .where(eq(tokenUsage.tokenId, tokenId));
  return usage?.allowed ? usage.first : null;
}

/** By the clock of the database. */
export const now = sql`clock_timestamp()`;
