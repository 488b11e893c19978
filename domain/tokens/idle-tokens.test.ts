import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import { resolveTokenActor } from '@/domain/actors/resolve-actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { getGroup } from '@/domain/groups/get-group';
import { updateGroup } from '@/domain/groups/update-group';
import { getOverview } from '@/domain/overview/get-overview';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { getToken } from './get-token';
import { listTokens } from './list-tokens';
import { resumeToken } from './resume-token';

const HOUR = 3_600;

const setIdleLimit = (idleLimitSeconds: number | null) =>
  asAdministrator(world, updateGroup, { group: 'billing', policy: { idleLimitSeconds } });
/** As if the token had been made, and never used, this long ago. */
const unusedFor = (hours: number) =>
  world.db
    .update(tokens)
    .set({ idleFrom: sql`now() - make_interval(hours => ${hours})` })
    .where(eq(tokens.id, fixture.serviceToken.token.id));
const context = () => contextOf(world.db, world.administrator);
const statusNow = async () => {
  const found = await runQuery(getToken, context(), { token: fixture.serviceToken.token.id });
  if (!found.ok) throw new Error(found.message);
  return found.value.status;
};
const codeNow = () => codeFor(world, fixture.serviceToken.secret, 'listInvoices');
const counts = async () => {
  const list = await runQuery(listTokens, context(), { group: 'billing', include: 'facets' });
  const group = await runQuery(getGroup, context(), { group: 'billing' });
  const overview = await runQuery(getOverview, context(), {});
  if (!list.ok || !group.ok || !overview.ok) throw new Error('a query was refused');
  return {
    idle: list.value.facets?.status.find(({ value }) => value === 'idle')?.count ?? 0,
    living: group.value.liveTokenCount,
    overview: overview.value.liveTokens,
  };
};

describe('a token that its group’s idle limit ends', () => {
  beforeEach(async () => {
    await setIdleLimit(HOUR);
    await unusedFor(2);
  });

  it('is shown as idle, and counted as such everywhere', async () => {
    await setIdleLimit(null);
    const before = await counts();
    expect(before).toMatchObject({ idle: 0 });
    await setIdleLimit(HOUR);
    expect(await statusNow()).toBe('idle');
    expect(await codeNow()).toBe('idle');
    expect(await counts()).toEqual({
      idle: 1,
      living: before.living - 1,
      overview: before.overview - 1,
    });
  });

  it('opens nothing at the control API', async () => {
    expect(await resolveTokenActor(world.db, fixture.serviceToken.secret, null)).toMatchObject({
      ok: false,
      code: 'invalid_token',
    });
  });

  it('works again when the limit is loosened', async () => {
    await setIdleLimit(3 * HOUR);
    expect([await statusNow(), await codeNow()]).toEqual(['active', 'allowed']);
  });

  it('works again when a lead resumes it, which the log says', async () => {
    const lead = contextOf(world.db, await signedIn(world.db, fixture.lead.id));
    const input = { token: fixture.serviceToken.token.id, reason: 'back from leave' };
    expect(await runCommand(resumeToken, lead, input)).toMatchObject({
      ok: true,
      value: { token: { status: 'active' } },
    });
    expect(await lastEvent(world)).toMatchObject({
      action: 'tokens.resume',
      before: { state: 'idle' },
      after: { state: 'active' },
      reason: 'back from leave',
      affects: [input.token],
    });
    expect(await codeNow()).toBe('allowed');
    expect(await runCommand(resumeToken, lead, input)).toMatchObject({
      ok: false,
      code: 'token_not_suspended',
    });
  });

  it('is not resumed by somebody outside its group', async () => {
    const outsider = contextOf(world.db, await signedIn(world.db, fixture.outsider.id));
    const input = { token: fixture.serviceToken.token.id };
    expect(await runCommand(resumeToken, outsider, input)).toMatchObject({ kind: 'not_found' });
    expect(await codeNow()).toBe('idle');
  });
});
