import { sql } from 'drizzle-orm';
import { describe, expect, vi } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { createGroup } from '@/domain/groups/create-group';
import { updateGroup } from '@/domain/groups/update-group';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from './create-token';

beforeAll(async () => {
  await asAdministrator(world, createGroup, { slug: 'vault', name: 'Vault' });
});

const mint = (actor: Actor, group: string, identity: string) =>
  runCommand(createToken, contextOf(world.db, actor), { group, identity, name: 'x' });

describe('minting tells nothing of what is out of reach', () => {
  it('neither whether a group exists, whoever the token would be for', async () => {
    const outsider = await signedIn(world.db, fixture.outsider.id);
    const answers = [
      await mint(outsider, 'vault', fixture.outsider.id),
      await mint(outsider, 'vault', 'nobody@example.com'),
      await mint(outsider, 'no-such-group', fixture.outsider.id),
      await mint(outsider, 'no-such-group', 'nobody@example.com'),
    ];
    expect(answers[0]).toMatchObject({ ok: false, kind: 'not_found' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('nor, to a member who may not mint, whether a person exists', async () => {
    const member = await signedIn(world.db, fixture.member.id);
    const stranger = await mint(member, 'billing', 'otto@example.com');
    expect(stranger).toMatchObject({ ok: false, kind: 'forbidden' });
    expect(await mint(member, 'billing', 'nobody@example.com')).toEqual(stranger);
  });

  it('nor, to a lead, the name or state of somebody who is not in the group', async () => {
    const lead = await signedIn(world.db, fixture.lead.id);
    await asAdministrator(world, suspendIdentity, { identity: fixture.outsider.id });
    const stranger = await mint(lead, 'billing', 'otto@example.com');
    expect(stranger).toMatchObject({ ok: false, errors: [{ path: 'identity' }] });
    expect(JSON.stringify(stranger)).not.toMatch(/Otto|suspended/);
    expect(await mint(lead, 'billing', 'nobo@example.com')).toEqual(
      JSON.parse(JSON.stringify(stranger).replaceAll('otto@', 'nobo@')),
    );
  });
});

describe('a personal token is minted by its person alone', () => {
  const personal = { ok: false, kind: 'forbidden', code: 'personal_token' };

  it('not by a lead, and not by an administrator', async () => {
    const lead = await signedIn(world.db, fixture.lead.id);
    for (const actor of [lead, world.administrator]) {
      const refused = await mint(actor, 'billing', fixture.member.id);
      expect(refused).toMatchObject(personal);
      expect(!refused.ok && refused.message).toContain('service accounts are for the rest');
    }
    expect(await mint(lead, 'billing', fixture.service.id)).toMatchObject({ ok: true });
    expect(await mint(lead, 'billing', fixture.lead.id)).toMatchObject({ ok: true });
  });

  it('where the policy lets members mint, each for themselves', async () => {
    await asAdministrator(world, updateGroup, {
      group: 'billing',
      policy: { whoMayMint: 'members' },
    });
    const member = await signedIn(world.db, fixture.member.id);
    expect(await mint(member, 'billing', fixture.member.id)).toMatchObject({ ok: true });
    expect((await lastEvent(world)).actorId).toBe(fixture.member.id);
    const other = await mint(member, 'billing', fixture.colleague.id);
    expect(other).toMatchObject({ ok: false, code: 'not_granted' });
    await asAdministrator(world, updateGroup, {
      group: 'billing',
      policy: { whoMayMint: 'leads' },
    });
  });
});

it('a group that is being frozen is waited for, and then mints nothing', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const { minted } = await world.db.transaction(async (tx) => {
    await tx.execute(sql`update groups set state = 'frozen' where id = ${fixture.group.id}`);
    const pending = mint(lead, 'billing', fixture.member.id);
    const waiting = sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitUntil(async () => (await world.owner.execute(waiting)).rows.length > 0, 60_000);
    return { minted: pending };
  });
  expect(await minted).toMatchObject({ ok: false, code: 'group_frozen' });
});
