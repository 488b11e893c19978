import { describe, expect } from 'vitest';
import type { z } from 'zod';
import { getApi } from '@/domain/apis/get-api';
import { listApis } from '@/domain/apis/list-apis';
import { listOperations } from '@/domain/apis/list-operations';
import { listEvents } from '@/domain/audit/list-events';
import type { Actor } from '@/domain/base/actor';
import type { Target } from '@/domain/base/target';
import type { QueryDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { getIdentity } from '@/domain/identities/get-identity';
import { listIdentities } from '@/domain/identities/list-identities';
import { createScope } from '@/domain/scopes/create-scope';
import { getScope } from '@/domain/scopes/get-scope';
import { listScopes } from '@/domain/scopes/list-scopes';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf, mintOwn, signedIn } from '@/domain/testing/world';

let lead: Actor;
let member: Actor;

// Beside `billing` a group `vault`: it owns the same scope and one more, and the member is in it.
beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
  member = await signedIn(world.db, fixture.colleague.id);
  await asAdministrator(world, createScope, {
    api: 'billing',
    name: 'vault:drain',
    operations: ['listInvoices', 'deleteInvoice'],
  });
  await asAdministrator(world, createGroup, { slug: 'vault', name: 'Vault' });
  await asAdministrator(world, setGroupScopes, {
    group: 'vault',
    scopes: ['billing/invoices:read', 'billing/vault:drain'],
  });
  await asAdministrator(world, editMembers, {
    group: 'vault',
    add: [{ identity: fixture.member.id }],
  });
  await mintOwn(world.db, fixture.member.id, { group: 'vault', name: 'in the vault' });
});

async function sees<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  actor: Actor,
  query: QueryDefinition<Input, Output, T>,
  input: z.input<Input>,
): Promise<z.output<Output>> {
  const result = await runQuery(query, contextOf(world.db, actor), input);
  if (!result.ok) throw new Error(`${query.operation}: ${result.code}`);
  return result.value;
}

describe('invariant 11: what a view shows of other things stays within reach as well', () => {
  it('a scope names only groups the reader is in, and counts only their tokens', async () => {
    const input = { scope: fixture.scope.id };
    const whole = await sees(world.administrator, getScope, input);
    expect(whole.groups.map(({ slug }) => slug)).toEqual(['billing', 'vault']);
    expect(whole.liveTokenCount).toBe(4);
    const scope = await sees(member, getScope, input);
    expect(scope.groups.map(({ slug }) => slug)).toEqual(['billing']);
    expect(scope.liveTokenCount).toBe(3);
    expect((await sees(member, listScopes, {})).items).toEqual([scope]);
  });

  it('an operation names only scopes the reader’s groups own', async () => {
    const namesFor = async (actor: Actor) =>
      (await sees(actor, listOperations, { api: 'billing' })).items.map(({ scopes }) => scopes);
    expect((await namesFor(world.administrator)).flat()).toContain('vault:drain');
    expect((await namesFor(member)).flat()).toEqual(['invoices:read']);
  });

  it('an API counts only scopes and groups within reach', async () => {
    const whole = await sees(world.administrator, getApi, { api: 'billing' });
    expect(whole).toMatchObject({ scopeCount: 2, groupCount: 2 });
    const api = await sees(member, getApi, { api: 'billing' });
    expect(api).toMatchObject({ scopeCount: 1, groupCount: 1, operationCount: 3 });
    expect((await sees(member, listApis, {})).items).toEqual([api]);
  });

  it('a person is shown to a lead with the groups and tokens the lead reaches, to themselves with all', async () => {
    const identity = fixture.member.id;
    const shown = await sees(lead, getIdentity, { identity });
    expect(shown.groups.map(({ slug }) => slug)).toEqual(['billing']);
    expect(shown.liveTokenCount).toBe(1);
    const listed = await sees(lead, listIdentities, { q: shown.name });
    expect(listed.items).toEqual([shown]);
    const own = await sees(await signedIn(world.db, identity), getIdentity, { identity });
    expect(own.groups.map(({ slug }) => slug)).toEqual(['billing', 'vault']);
    expect(own.liveTokenCount).toBe(2);
  });

  it('people can’t be filtered by a group that is out of reach', async () => {
    expect((await sees(lead, listIdentities, { group: 'billing' })).total).toBe(4);
    expect(await sees(lead, listIdentities, { group: 'vault' })).toMatchObject({ total: 0 });
    const everywhere = await sees(world.administrator, listIdentities, { group: 'vault' });
    expect(everywhere).toMatchObject({ total: 1 });
  });

  it('an attempt out of reach, made through a token, is not read back from the log by a lead', async () => {
    const probe = await bearer(world.db, fixture.serviceToken.secret);
    const attempt = await runCommand(freezeGroup, contextOf(world.db, probe), { group: 'vault' });
    expect(attempt).toMatchObject({ ok: false, kind: 'not_found' });
    const q = 'action:groups.freeze';
    expect((await sees(world.administrator, listEvents, { q })).items).toHaveLength(1);
    expect((await sees(lead, listEvents, { q })).items).toEqual([]);
  });
});
