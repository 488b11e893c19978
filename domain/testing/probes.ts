import { desc } from 'drizzle-orm';
import type { z } from 'zod';
import { auditEvents } from '@/db/schema/history';
import type { Target } from '@/domain/base/target';
import { hashTokenSecret } from '@/domain/base/token-format';
import type { CommandDefinition } from '@/domain/commands/define';
import { decide } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadTokenSnapshot } from '@/domain/decision/load-snapshots';
import { done, type World } from './world';

/** What a verifier would say now about a secret and an operation of the API `billing`. */
export async function codeFor(
  world: World,
  secret: string,
  operation: string,
  ip: string | null = null,
): Promise<string> {
  const snapshot = await loadTokenSnapshot(world.db, hashTokenSecret(secret));
  if (!snapshot) return 'token_unknown';
  const group = (await loadGroupSnapshots(world.db, [snapshot.groupId])).get(snapshot.groupId);
  if (!group) throw new Error(`the group of ${snapshot.token.id} is gone`);
  const request = { kind: 'operation', api: 'billing', operation, ip } as const;
  return decide(snapshot, group, request, Date.now()).code;
}

export async function lastEvent({ db }: World) {
  const [event] = await db.select().from(auditEvents).orderBy(desc(auditEvents.seq)).limit(1);
  if (!event) throw new Error('the log is empty');
  return event;
}

/** Runs a command that must work, as the administrator. */
export const asAdministrator = <
  Input extends z.ZodType,
  Output extends z.ZodType,
  T extends Target,
>(
  { db, administrator }: World,
  command: CommandDefinition<Input, Output, T>,
  input: z.input<Input>,
): Promise<z.output<Output>> => done(db, administrator, command, input);
