import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable, Transaction } from '@/db/client';
import { anomalies } from '@/db/schema/anomalies';
import { groups } from '@/db/schema/groups';
import { looksLikeId, newId } from '@/domain/base/ids';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { type Anomaly, anomalySchema } from '@/domain/notices/anomaly-facts';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators, concernedBy, leadsOf } from '@/domain/notices/recipients';
import { type GroupTarget, loadGroupTarget } from '@/domain/targets/group-target';
import { loadTokenTarget, type TokenTarget } from '@/domain/targets/token-target';
import { readAnomalyPolicy } from './anomaly-policy';
import { onceKeyOf, toldAlready, toldAs } from './told-already';

type Subject = TokenTarget | GroupTarget;

const loadSubject = (db: Queryable, id: string): Promise<Subject | Refusal> =>
  looksLikeId('group', id) ? loadGroupTarget(db, id, 'no key update') : loadTokenTarget(db, id);

/**
 * Tells whom it concerns, and the administrators, that something is out of the ordinary. Its event is
 * what webhooks are sent.
 */
export const raiseAnomaly = defineCommand({
  operation: 'anomalies.raise',
  summary: 'Tell of a use that is out of the ordinary',
  input: z.object({
    /** A token, or a group. */
    subject: z.string().max(100),
    /** What it is told once for: a day, or a network. */
    window: z.string().max(60),
    anomaly: z.union(anomalySchema.options),
    seenFrom: z.iso.datetime(),
    seenTo: z.iso.datetime(),
  }),
  output: z.object({ id: z.string(), told: z.int() }),
  target: ({ db, input }) => loadSubject(db, input.subject),
  async run({ tx, input, target }) {
    const { window, anomaly, seenFrom, seenTo } = input;
    const { kind } = anomaly;
    const { name } = target.row;
    // The subject is locked: of two at once, the second finds what the first has told.
    if (await isTold(tx, { kind, subject: target.id, window })) {
      return refuse('conflict', 'nothing_due', `This is told of ${name} already.`);
    }
    const [id, group] = [newId('anomaly'), await groupOf(tx, target)];
    const told = await tell(tx, { id, target, anomaly, group });
    await tx.insert(anomalies).values({
      ...{ id, kind, facts: anomaly, onceKey: onceKeyOf(kind, target.id, window) },
      ...{ subjectType: target.type, subjectId: target.id, subjectName: name },
      last4: target.type === 'token' ? target.row.last4 : null,
      ...{ groupId: groupIdOf(target), groupName: group, told },
      ...{ seenFrom: new Date(seenFrom), seenTo: new Date(seenTo) },
    });
    return {
      value: { id, told: told.length },
      audit: { after: { anomaly: id, ...anomaly, told }, affects: [] },
    };
  },
});

async function isTold(tx: Transaction, of: Parameters<typeof toldAlready>[0]): Promise<boolean> {
  const told = toldAlready(of, await readAnomalyPolicy(tx));
  const { rows } = await tx.execute<{ told: boolean }>(sql`select ${told} as told`);
  return rows[0]?.told === true;
}

async function tell(
  tx: Transaction,
  found: { id: string; target: Subject; anomaly: Anomaly; group: string | null },
): Promise<string[]> {
  const { id, target, anomaly, group } = found;
  const [concerned, others] = [await concernedOf(tx, target), await administrators(tx)];
  // Whose old secret is still used is told as such, with when it ends.
  const isToldElsewhere = anomaly.kind === 'stopped_use' && anomaly.code === 'token_retired';
  const people = isToldElsewhere
    ? others.filter((id) => !concerned.includes(id))
    : [...new Set([...concerned, ...others])];
  for (const to of people) {
    await raiseNotice(tx, {
      ...{ kind: 'anomaly', to, onceKey: toldAs(id), facts: { anomaly, group } },
      about: { type: target.type, id: target.id, name: target.row.name },
    });
  }
  return people;
}

function concernedOf(tx: Transaction, target: Subject): Promise<string[]> {
  if (target.type === 'group') return leadsOf(tx, target.id);
  const { groupId, identityId: owner, identityType: ownerType } = target.row;
  return concernedBy(tx, { owner, ownerType, groupId });
}

const groupIdOf = (target: Subject): string =>
  target.type === 'group' ? target.id : target.row.groupId;

/** The name of where a token acts; null of a group itself. */
async function groupOf(tx: Transaction, target: Subject): Promise<string | null> {
  if (target.type === 'group') return null;
  const [found] = await tx
    .select({ name: groups.name })
    .from(groups)
    .where(eq(groups.id, target.row.groupId));
  return found?.name ?? null;
}
