import { arrayContains, asc, eq, or, sql } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { listEvents } from '@/domain/audit/list-events';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { editMembers } from '@/domain/groups/edit-members';
import { updateGroup } from '@/domain/groups/update-group';
import { runJob } from '@/domain/jobs/run-job';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { bearer, contextOf, done, signedIn } from '@/domain/testing/world';
import { approveToken } from './approve-token';
import { createToken } from './create-token';
import { delegateOwnToken } from './delegate-token';
import { type LifeState, lifeOf } from './life';
import { renameToken } from './rename-token';
import { resumeToken } from './resume-token';
import { retireReplaced } from './retire-token';
import { revokeFamily } from './revoke-family';
import { revokeToken } from './revoke-token';
import { suspendToken } from './suspend-token';
import { readTokenView, type TokenStatus } from './token-view';
import { undoRevokeToken } from './undo-revoke-token';
import { warnExpiringTokens } from './warn-expiry';

const STATE: Partial<Record<TokenStatus, LifeState>> = {
  ...{ awaiting: 'awaiting', suspended: 'suspended', rotating: 'overlap' },
  ...{ revoked: 'ended', retired: 'ended', expired: 'ended', active: 'working' },
  expiring: 'working',
};

const make = (more: object = {}) =>
  asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys', ...more },
  });

const needsApproval = (approveServiceTokens: boolean) =>
  asAdministrator(world, updateGroup, { group: 'billing', policy: { approveServiceTokens } });

async function lifeNow(id: string, actor = world.administrator) {
  const q = `target:${id} outcome:done`;
  const events = await runQuery(listEvents, contextOf(world.db, actor), { q, limit: 200 });
  const token = await readTokenView(world.db, id);
  return { token, ...lifeOf(token, events.ok ? events.value.items : [], Date.now()) };
}
const kindsOf = async (id: string) => (await lifeNow(id)).marks.map(({ kind }) => kind);

const used = (tokenId: string) =>
  world.db.insert(tokenUsage).values({
    ...{ tokenId, firstUsedAt: sql`clock_timestamp()`, lastUsedAt: sql`clock_timestamp()` },
    ...{ lastAllowedAt: new Date(), allowedCount: 1, deniedCount: 0 },
  });

describe('a rich life', () => {
  it('has a mark for each event that changed it, when it happened, and stands as the token does', async () => {
    await needsApproval(true);
    const { token } = await make();
    await needsApproval(false);
    const { id } = token;
    const lead = await signedIn(world.db, fixture.lead.id);
    const key = contextOf(world.db, world.administrator, { idempotencyKey: 'rotate-once' });
    const rotate = () => runCommand(rotateToken, key, { token: id, untilFirstUse: true });
    const steps: [string, () => Promise<unknown>][] = [
      ['approve', () => done(world.db, lead, approveToken, { token: id })],
      ['rename', () => asAdministrator(world, renameToken, { token: id, name: 'deploys 2' })],
      ['first use', () => used(id)],
      ['suspend', () => asAdministrator(world, suspendToken, { token: id, reason: 'odd hours' })],
      ['revoke', () => asAdministrator(world, revokeToken, { token: id })],
      ['undo', () => asAdministrator(world, undoRevokeToken, { token: id })],
      ['resume', () => asAdministrator(world, resumeToken, { token: id })],
      ['warn', () => warnAt(id, '20 hours')],
      ['rotate', rotate],
      ['rotate, answered again', rotate],
      ['use of the successor', async () => used(await successorOf(id))],
      ['retire', () => runJob(retireReplaced, { db: world.db })],
    ];
    for (const [step, take] of [['create', async () => token] as const, ...steps]) {
      await take();
      const life = await lifeNow(id);
      expect([step, life.state]).toEqual([step, STATE[life.token.status]]);
    }
    const { marks } = await lifeNow(id);
    const events = await world.db
      .select({ id: auditEvents.id, action: auditEvents.action, after: auditEvents.after })
      .from(auditEvents)
      .where(or(eq(auditEvents.targetId, id), arrayContains(auditEvents.affects, [id])))
      .orderBy(asc(auditEvents.seq));
    const changes = events.filter(
      ({ action, after }) => action !== 'tokens.rename' && !(after && 'repeats' in after),
    );
    expect(changes.map(({ action }) => action)).toEqual([
      ...['tokens.create', 'tokens.approve', 'tokens.suspend', 'tokens.revoke'],
      ...['tokens.undoRevoke', 'tokens.resume', 'tokens.warnExpiry', 'tokens.rotate'],
      'tokens.retire',
    ]);
    expect(marks.flatMap(({ eventId }) => eventId ?? [])).toEqual(changes.map((event) => event.id));
    expect(marks.map(({ kind, reason, daysLeft }) => [kind, reason ?? daysLeft])).toEqual([
      ...[
        ['minted', null],
        ['approved', null],
        ['firstUsed', null],
        ['suspended', 'odd hours'],
      ],
      ...[
        ['revoked', null],
        ['restored', null],
        ['resumed', null],
        ['warned', 1],
      ],
      ...[
        ['rotated', null],
        ['retired', 'its successor was used'],
      ],
    ]);
    const logged = await runQuery(listEvents, contextOf(world.db, world.administrator), {
      q: `target:${id}`,
    });
    const at = new Map(logged.ok ? logged.value.items.map((event) => [event.id, event.at]) : []);
    for (const { kind, eventId, at: when } of marks.slice(1)) {
      if (eventId) expect([kind, when]).toEqual([kind, at.get(eventId)]);
    }
  });

  it('begins when the token says it was made, which is when its event says so', async () => {
    const { token } = await make();
    const { marks } = await lifeNow(token.id);
    const logged = await lastEvent(world);
    expect(marks[0]).toMatchObject({ eventId: logged.id, at: token.createdAt });
    expect(Date.parse(logged.at) - Date.parse(token.createdAt)).toBeLessThan(5_000);
  });

  it('is drawn without a gap, and what lies ahead as planned', async () => {
    const { token } = await make();
    await asAdministrator(world, suspendToken, { token: token.id });
    await asAdministrator(world, resumeToken, { token: token.id });
    await asAdministrator(world, rotateToken, { token: token.id, overlapSeconds: 3_600 });
    const { marks, stretches, fromMs, toMs } = await lifeNow(token.id);
    expect(marks.map(({ kind }) => kind)).toEqual([
      ...['minted', 'suspended', 'resumed', 'rotated', 'retired'],
    ]);
    expect(stretches.map(({ state, isPlanned }) => [state, isPlanned])).toEqual([
      ...[
        ['working', false],
        ['suspended', false],
        ['working', false],
      ],
      ...[
        ['overlap', false],
        ['overlap', true],
      ],
    ]);
    expect(stretches[0]?.fromMs).toBe(fromMs);
    expect(stretches.at(-1)?.toMs).toBe(toMs);
    for (const [index, { toMs: end }] of stretches.slice(0, -1).entries()) {
      expect(stretches[index + 1]?.fromMs).toBe(end);
    }
  });
});

describe('an end', () => {
  it('by rotation without an overlap comes right after the rotation, and is the only one', async () => {
    const { token } = await make();
    await asAdministrator(world, rotateToken, { token: token.id, overlapSeconds: 0 });
    const life = await lifeNow(token.id);
    expect(life.marks.map(({ kind }) => kind)).toEqual(['minted', 'rotated', 'retired']);
    expect(life.state).toBe('ended');
  });

  it('is of the successor, too, when its predecessor is rotated once more', async () => {
    const { token } = await make();
    const first = await asAdministrator(world, rotateToken, { token: token.id });
    await asAdministrator(world, rotateToken, { token: token.id });
    expect(await kindsOf(first.token.id)).toEqual(['minted', 'retired']);
  });

  it('that was planned is gone once the token is revoked, and back when that is undone', async () => {
    const { token } = await make();
    expect(await kindsOf(token.id)).toEqual(['minted', 'expired']);
    await asAdministrator(world, revokeToken, { token: token.id });
    expect(await kindsOf(token.id)).toEqual(['minted', 'revoked']);
    await asAdministrator(world, undoRevokeToken, { token: token.id });
    expect(await kindsOf(token.id)).toEqual(['minted', 'revoked', 'restored', 'expired']);
  });

  it('by a membership is told once, when it happened', async () => {
    const { token } = await make();
    await asAdministrator(world, editMembers, { group: 'billing', remove: [fixture.service.id] });
    const { marks, state } = await lifeNow(token.id);
    expect([marks.map(({ kind }) => kind), state]).toEqual([['minted', 'revoked'], 'ended']);
    expect(marks[1]?.eventId).not.toBeNull();
    await asAdministrator(world, editMembers, {
      ...{ group: 'billing', add: [{ identity: fixture.service.id }] },
    });
  });
});

it('what was made from a token stands still and ends with it, and says so', async () => {
  const parent = await make();
  const holder = await bearer(world.db, parent.secret);
  const { token } = await done(world.db, holder, delegateOwnToken, { actsAs: 'a step' });
  const stands = async () => {
    const { marks, state, token: view } = await lifeNow(token.id);
    const last = marks.findLast(({ eventId }) => eventId !== null);
    return [last?.kind, last?.isFromAbove, state, view.status === 'active'];
  };
  const { id } = parent.token;
  await asAdministrator(world, suspendToken, { token: id });
  expect(await stands()).toEqual(['suspended', true, 'suspended', false]);
  await asAdministrator(world, resumeToken, { token: id });
  expect(await stands()).toEqual(['resumed', true, 'working', true]);
  await asAdministrator(world, revokeFamily, { token: id });
  expect(await stands()).toEqual(['revoked', true, 'ended', false]);
  await asAdministrator(world, undoRevokeToken, { token: id });
  expect(await stands()).toEqual(['restored', true, 'working', true]);
});

it('whoever reads no log is shown what the token itself says', async () => {
  const { token } = await make();
  await asAdministrator(world, suspendToken, { token: token.id, reason: 'odd hours' });
  const nobody = await signedIn(world.db, fixture.outsider.id);
  const suspended = await lifeNow(token.id, nobody);
  expect(suspended.marks.map(({ kind, eventId }) => [kind, eventId])).toEqual([
    ...[
      ['minted', null],
      ['suspended', null],
      ['expired', null],
    ],
  ]);
  expect([suspended.state, suspended.marks[1]?.reason]).toEqual(['suspended', 'odd hours']);
  await asAdministrator(world, revokeToken, { token: token.id, reason: 'leaked' });
  const revoked = await lifeNow(token.id, nobody);
  expect([revoked.state, revoked.marks.at(-1)?.reason]).toEqual(['ended', 'leaked']);
});

async function warnAt(id: string, left: string) {
  await world.db
    .update(tokens)
    .set({ createdAt: sql`now() - interval '2 days'`, expiresAt: sql`now() + ${left}::interval` })
    .where(eq(tokens.id, id));
  return runJob(warnExpiringTokens, { db: world.db });
}

async function successorOf(id: string) {
  const [successor] = await world.db.select().from(tokens).where(eq(tokens.predecessorId, id));
  if (!successor) throw new Error(`${id} has no successor`);
  return successor.id;
}
