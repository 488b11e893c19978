import { and, eq, gt } from 'drizzle-orm';
import { expect } from 'vitest';
import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { groups } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { updateApi } from '@/domain/apis/update-api';
import type { Actor } from '@/domain/base/actor';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { createGroup } from '@/domain/groups/create-group';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { fixture, it, world } from '@/domain/testing/fixture';
import { holderOf } from '@/domain/testing/holder';
import { auditHead } from '@/domain/testing/traces';
import { contextOf } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { defineCommand, type Step } from './define';
import { prepareSteps, withPrepared } from './prepare-steps';
import { runCommand } from './run';
import { rehearse } from './steps';

/** A command that leaves these to the runner, and answers how the group is called once they are made. */
const several = (steps: readonly Step[]) =>
  defineCommand({
    operation: 'apis.create',
    summary: 'Several',
    input: z.object({}),
    output: z.object({ name: z.string() }),
    target: () => everything('system'),
    run: async () => ({
      steps,
      value: async (tx) => {
        const [group] = await tx.select().from(groups).where(eq(groups.id, fixture.group.id));
        return { name: group?.name ?? '' };
      },
    }),
  });

const rename = (name: string): Step => ({
  command: updateGroup,
  input: { group: 'billing', name },
  reason: 'a test',
});

async function run(actor: Actor, steps: readonly Step[]) {
  const head = await auditHead(world.db);
  const result = await runCommand(several(steps), contextOf(world.db, actor), {});
  const events = await world.db
    .select()
    .from(auditEvents)
    .where(gt(auditEvents.seq, head))
    .orderBy(auditEvents.seq);
  return { result, events };
}

it('makes all of them in one transaction, with an event each, and answers what they made', async () => {
  const { result, events } = await run(world.administrator, [
    rename('Renamed'),
    { command: updateApi, input: { api: 'billing', name: 'Invoices' } },
  ]);
  expect(result).toMatchObject({ ok: true, value: { name: 'Renamed' }, seq: events[1]?.seq });
  expect(events).toMatchObject([
    { action: 'groups.update', targetId: fixture.group.id, reason: 'a test', outcome: 'done' },
    { action: 'apis.update', targetId: fixture.api.id, reason: null, outcome: 'done' },
  ]);
});

it('keeps nothing where one is refused, in the words of whoever asked for all of them', async () => {
  const twice: Step = {
    ...rename('twice'),
    command: createGroup,
    input: { slug: 'second', name: 'Second', policy: { maxTtlSeconds: 60, defaultTtlSeconds: 90 } },
    explain: (refusal) => ({ ...refusal, message: 'line 3' }),
  };
  const { result, events } = await run(world.administrator, [rename('Never'), twice]);
  expect(result).toMatchObject({ ok: false, code: 'invalid_input', message: 'line 3' });
  expect(events).toEqual([]);
  expect(await world.db.$count(groups, eq(groups.name, 'Never'))).toBe(0);
});

it('asks for the right to each, and records the one that was lacking', async () => {
  const actor = await holderOf(world, 'renamers', ['apis.create', 'groups.get', 'groups.update']);
  const { result, events } = await run(actor, [
    rename('Never'),
    { command: freezeGroup, input: { group: 'billing' } },
  ]);
  expect(result).toMatchObject({ ok: false, code: 'not_granted' });
  expect(events).toMatchObject([
    { action: 'groups.freeze', outcome: 'denied', reason: 'not_granted', actorId: actor.id },
  ]);
  expect(await world.db.$count(groups, eq(groups.name, 'Never'))).toBe(0);
});

it('records what was out of reach, and answers as if it weren’t there', async () => {
  const actor = await holderOf(world, 'makers', ['apis.create']);
  const { result, events } = await run(actor, [rename('Never')]);
  expect(result).toMatchObject({ ok: false, code: 'not_found' });
  expect(events).toMatchObject([{ action: 'groups.update', outcome: 'denied' }]);
});

it('records nothing, and answers where the log stands, where there is nothing to make', async () => {
  const head = await auditHead(world.db);
  const { result, events } = await run(world.administrator, []);
  expect(result).toMatchObject({ ok: true, seq: head });
  expect(events).toEqual([]);
});

it('takes no step that makes a secret', async () => {
  const input = { identity: fixture.service.id, group: 'billing', name: 'x' };
  await expect(run(world.administrator, [{ command: createToken, input }])).rejects.toThrow(
    'makes a secret',
  );
});

it('refuses what asks elsewhere before it runs, unless that was done', async () => {
  const head = await auditHead(world.db);
  const step: Step = {
    command: createWebhook,
    isUntold: true,
    input: { name: 'Chat', url: 'https://140.82.112.3/hook' },
  };
  const { result } = await run(world.administrator, [step]);
  expect(result).toMatchObject({ ok: false, code: 'plan_outdated' });
  expect(await auditHead(world.db)).toBe(head);
  const asked = { db: world.db, actor: world.administrator, webhookPrivateHosts: [] };
  const prepared = await prepareSteps(asked, [step]);
  if (isRefusal(prepared)) throw new Error(prepared.message);
  const done = await run(world.administrator, withPrepared([step], prepared));
  expect(done.events).toMatchObject([{ action: 'webhooks.create', outcome: 'done' }]);
});

it('rehearses: looks at what would be, and leaves everything as it was', async () => {
  const head = await auditHead(world.db);
  const named = and(eq(groups.name, 'Rehearsed'), eq(groups.id, fixture.group.id));
  const { db, ...asker } = contextOf(world.db, world.administrator);
  const seen = await rehearse(db, asker, [rename('Rehearsed')], (tx) => tx.$count(groups, named));
  expect(seen).toBe(1);
  expect(await world.db.$count(groups, named)).toBe(0);
  expect(await world.db.$count(apis, eq(apis.name, 'Rehearsed'))).toBe(0);
  expect(await auditHead(world.db)).toBe(head);
});
