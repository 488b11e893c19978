import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { createApi } from '@/domain/apis/create-api';
import { deleteApi } from '@/domain/apis/delete-api';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { deleteGroup } from '@/domain/groups/delete-group';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { findDeletion, selectDeletion } from './find-deletion';

const EVERYWHERE = { everywhere: true, groupIds: [], identityId: null };

let api: string;
beforeAll(async () => {
  const made = await asAdministrator(world, createApi, { slug: 'gone', name: 'Gone' });
  api = made.id;
  await asAdministrator(world, deleteApi, { api });
});

async function deletionOf(target: string, actor: Actor = world.administrator) {
  const result = await runQuery(findDeletion, contextOf(world.db, actor), { target });
  return result.ok ? result.value.deletion : result.code;
}

it('names who has deleted a thing, and when', async () => {
  expect(await deletionOf(api)).toEqual({
    ...{ id: expect.stringMatching(/^evt_/), at: expect.any(String) },
    ...{ by: 'Ada', name: 'Gone', reason: null },
  });
});

it('knows of none where a thing lives, or where its deletion was refused', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const group = fixture.group.id;
  expect(await runCommand(deleteGroup, contextOf(world.db, lead), { group })).toMatchObject({
    code: 'not_granted',
  });
  expect(await lastEvent(world)).toMatchObject({ action: 'groups.delete', targetId: group });
  expect(await deletionOf(group)).toBeNull();
  expect(await deletionOf('nothing')).toBeNull();
});

it('tells of no deletion out of reach', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  expect(await deletionOf(api, lead)).toBeNull();
});

it('goes by the index of targets, within a reach as well', async () => {
  for (const reach of [EVERYWHERE, { ...EVERYWHERE, everywhere: false, groupIds: ['grp_a'] }]) {
    const { rows } = await world.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return tx.execute(sql`explain ${selectDeletion(tx, reach, api).getSQL()}`);
    });
    const plan = rows.map((row) => Object.values(row).join()).join('\n');
    expect(plan).toContain('audit_events_target');
    expect(plan).not.toContain('Seq Scan on audit_events');
  }
});
