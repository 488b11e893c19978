import { desc } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { lostEvents } from '@/db/schema/operating';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { trustIn } from '@/domain/testing/aim';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { listLost } from './list-lost';
import { settleLost } from './settle-lost';

/** What a verifier reports. */
async function lose(seq: number, action: string, targetId: string | null): Promise<void> {
  await world.db.insert(lostEvents).values({
    hash: `hash ${seq}`,
    seq,
    at: new Date(seq * 1_000),
    action,
    targetId,
    targetName: targetId && `name ${seq}`,
    affects: targetId === null ? [] : [targetId],
    reportedBy: seq % 2 === 0 ? 'even' : 'odd',
  });
}

async function list() {
  const result = await runQuery(listLost, contextOf(world.db, world.administrator), {});
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
const settle = (input: unknown, actor = world.administrator) =>
  runCommand(settleLost, contextOf(world.db, actor), input);

describe('lost changes', () => {
  it('are none as long as no verifier has reported any, and nothing is to settle', async () => {
    expect(await list()).toEqual({ upTo: null, reportedBy: [], stops: [] });
    expect(await settle({ upToSeq: 1 })).toMatchObject({ ok: false, code: 'nothing_lost' });
  });

  it('tell what was stopped, and what that is in the database now', async () => {
    const live = fixture.memberToken.token.id;
    const stopped = fixture.colleagueToken.token.id;
    await asAdministrator(world, revokeToken, { token: stopped });
    await lose(101, 'tokens.revoke', live);
    await lose(102, 'tokens.suspend', stopped);
    await lose(103, 'groups.freeze', 'grp_gone');
    await lose(104, 'groups.update', fixture.member.id);
    await lose(105, 'identities.stop', fixture.member.id);
    const trusted = trustIn('billing', fixture.service.id);
    const rule = await asAdministrator(world, createTrustRule, trusted);
    await lose(106, 'trustRules.delete', rule.id);
    await lose(107, 'trustRules.delete', 'trl_gone');
    const found = await list();
    expect(found.upTo).toEqual({ seq: 107, at: '1970-01-01T00:01:47.000Z' });
    expect(found.reportedBy).toEqual(['even', 'odd']);
    expect(found.stops.map(({ seq, now }) => [seq, now])).toEqual([
      [101, 'live'],
      [102, 'stopped'],
      [103, 'missing'],
      [105, 'live'],
      [106, 'live'],
      [107, 'missing'],
    ]);
    expect(found.stops[0]).toMatchObject({
      action: 'tokens.revoke',
      target: { id: live, name: 'name 101' },
    });
  });

  it('are not settled by input that names none, nor by whoever may not', async () => {
    for (const input of [{}, { upToSeq: 0 }, { upToSeq: 'all' }, { upToSeq: 1.5 }]) {
      expect(await settle(input)).toMatchObject({ ok: false, kind: 'invalid' });
    }
    const lead = await signedIn(world.db, fixture.lead.id);
    expect(await settle({ upToSeq: 105 }, lead)).toMatchObject({
      ok: false,
      code: 'not_granted',
    });
    expect((await list()).stops).toHaveLength(6);
  });

  it('are settled up to what was looked at, with an event that names everything they affect', async () => {
    expect(await settle({ upToSeq: 103, reason: 'looked' })).toMatchObject({
      ok: true,
      value: { settled: 3 },
    });
    expect((await list()).stops.map(({ seq }) => seq)).toEqual([105, 106, 107]);
    const [event] = await world.db
      .select()
      .from(auditEvents)
      .orderBy(desc(auditEvents.seq))
      .limit(1);
    expect(event).toMatchObject({
      action: 'verifiers.settleLost',
      outcome: 'done',
      reason: 'looked',
      after: { settled: 3, upToSeq: 103 },
    });
    expect(event?.affects).toContain('grp_gone');
    expect(await settle({ upToSeq: 103 })).toMatchObject({ ok: false, code: 'nothing_lost' });
  });
});
