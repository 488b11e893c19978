import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { updateGroup } from '@/domain/groups/update-group';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from './create-token';
import { setTokenLimits } from './set-token-limits';

const DAY = 86_400;
let made: { token: { id: string; createdAt: string }; secret: string };

beforeAll(async () => {
  await asAdministrator(world, createScope, {
    api: 'billing',
    name: 'invoices:write',
    operations: ['createInvoice', 'deleteInvoice'],
  });
  const scopes = ['billing/invoices:read', 'billing/invoices:write'];
  await asAdministrator(world, setGroupScopes, { group: 'billing', scopes });
  const policy = { maxTtlSeconds: 30 * DAY, defaultTtlSeconds: DAY };
  await asAdministrator(world, updateGroup, { group: 'billing', policy });
});

const service = (more: object = {}) =>
  asAdministrator(world, createToken, {
    ...{ identity: fixture.service.id, group: 'billing', name: 'deploys', ttlSeconds: 3 * DAY },
    ...more,
  });
beforeEach(async () => {
  made = await service();
});

const set = (input: object, actor: Actor = world.administrator, token = made.token.id) =>
  runCommand(setTokenLimits, contextOf(world.db, actor), { token, ...input });
const daysFromMaking = (days: number) =>
  new Date(Date.parse(made.token.createdAt) + days * DAY * 1_000).toISOString();

describe('a token is narrowed', () => {
  it('to fewer scopes, which holds from the next decision on', async () => {
    expect(await codeFor(world, made.secret, 'deleteInvoice')).toBe('allowed');
    expect(await set({ scopes: ['invoices:read'] })).toMatchObject({
      value: { token: { scopes: ['invoices:read'] } },
    });
    expect(await codeFor(world, made.secret, 'deleteInvoice')).toBe('operation_not_in_token');
    expect(await codeFor(world, made.secret, 'listInvoices')).toBe('allowed');
    expect(await lastEvent(world)).toMatchObject({
      ...{ action: 'tokens.setLimits', before: { scopes: null } },
      ...{ after: { scopes: ['invoices:read'] }, affects: [made.token.id] },
    });
  });

  it('to an earlier end and to addresses', async () => {
    const expiresAt = daysFromMaking(1);
    await set({ expiresAt, allowedCidrs: ['192.0.2.0/24'] });
    const [row] = await world.db.select().from(tokens).where(eq(tokens.id, made.token.id));
    expect(row?.expiresAt.toISOString()).toBe(expiresAt);
    expect(await codeFor(world, made.secret, 'listInvoices', '198.51.100.1')).toBe(
      'ip_not_allowed',
    );
  });

  it('by the lead and its holder, and by nobody else', async () => {
    const mine = { token: (await asAdministratorFor()).id };
    const cora = await signedIn(world.db, fixture.colleague.id);
    const narrower = { allowedCidrs: ['192.0.2.0/24'] };
    expect(await set(narrower, cora, mine.token)).toMatchObject({ ok: true });
    const lead = await signedIn(world.db, fixture.lead.id);
    expect(await set({ allowedCidrs: ['192.0.2.0/25'] }, lead, mine.token)).toMatchObject({
      ok: true,
    });
    const max = await signedIn(world.db, fixture.member.id);
    expect(await set(narrower, max, mine.token)).toMatchObject({ code: 'not_found' });
  });
});

const asAdministratorFor = async () => {
  const [row] = await world.db
    .select()
    .from(tokens)
    .where(eq(tokens.identityId, fixture.colleague.id));
  if (!row) throw new Error('the colleague has no token');
  return row;
};

describe('a token is widened', () => {
  it('up to the longest life of its group, counted from its making', async () => {
    expect(await set({ expiresAt: daysFromMaking(30) })).toMatchObject({ ok: true });
    expect(await set({ expiresAt: daysFromMaking(30.1) })).toMatchObject({
      errors: [{ path: 'expiresAt' }],
    });
  });

  it('and warned of again before its new end', async () => {
    await world.db.update(tokens).set({ warnedDays: 1 }).where(eq(tokens.id, made.token.id));
    await set({ expiresAt: daysFromMaking(20) });
    const [row] = await world.db.select().from(tokens).where(eq(tokens.id, made.token.id));
    expect(row?.warnedDays).toBeNull();
  });

  it('to all of its group again by whoever may mint, and to no scope that the group lacks', async () => {
    made = await service({ scopes: ['invoices:read'] });
    const lead = await signedIn(world.db, fixture.lead.id);
    expect(await set({ scopes: null }, lead)).toMatchObject({ value: { token: { scopes: null } } });
    expect(await set({ scopes: ['invoices:all'] })).toMatchObject({
      errors: [{ path: 'scopes.0' }],
    });
  });

  it('by nobody who may not mint in the group', async () => {
    const { id } = await asAdministratorFor();
    const cora = await signedIn(world.db, fixture.colleague.id);
    await set({ scopes: ['invoices:read'] }, cora, id);
    expect(await set({ scopes: null }, cora, id)).toMatchObject({ code: 'not_granted' });
  });

  it('by nobody but the person it acts as', async () => {
    const { id, expiresAt } = await asAdministratorFor();
    const later = new Date(expiresAt.getTime() + 60_000).toISOString();
    expect(await set({ expiresAt: later }, world.administrator, id)).toMatchObject({
      code: 'personal_token',
    });
  });

  it('not past a second person, where one approves service tokens', async () => {
    await world.db.update(organisationPolicy).set({ approveServiceTokens: true });
    expect(await set({ expiresAt: daysFromMaking(9) })).toMatchObject({ code: 'second_person' });
    expect(await set({ scopes: ['invoices:read'] })).toMatchObject({ ok: true });
    await world.db.update(organisationPolicy).set({ approveServiceTokens: false });
  });
});

it('what changes nothing is refused', async () => {
  expect(await set({})).toMatchObject({ code: 'nothing_changed' });
  expect(await set({ allowedCidrs: [] })).toMatchObject({ code: 'nothing_changed' });
});

it('an end that is over or nearly is refused', async () => {
  const soon = new Date(Date.now() + 30_000).toISOString();
  expect(await set({ expiresAt: soon })).toMatchObject({ errors: [{ path: 'expiresAt' }] });
});
