import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { handleScimRequest } from '@/app/scim/handle';
import { recordDecisionsWith } from '@/app/server/decision-journal';
import type { Context } from '@/domain/base/context';
import { INTERNAL } from '@/domain/base/internal-operations';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { RESOURCE_TYPES } from '@/domain/scim/schemas';
import { createScope } from '@/domain/scopes/create-scope';
import { asAdministrator } from '@/domain/testing/probes';
import { provisionMember } from '@/domain/testing/provisioned';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince, touchedTables, wordsOf } from '@/domain/testing/traces';
import { makeFixture, openWorld, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import type { Decision } from '@/journal/record/decision';
import { ASKED_ELSEWHERE, SCIM_ROLES, SCIM_ROWS, type ScimAim } from './scim-rows';
import { makeTargets } from './targets';

const held = vi.hoisted(() => ({ db: undefined as unknown as Context['db'] }));
vi.mock('@/app/server/database', () => ({
  database: () => held.db,
  serverSecret: () => 'a server secret of at least thirty-two characters',
}));

const AIMS = ['billing', 'desk', 'administrators'] as const;
const counted = { cells: 0, refused: 0 };
const onRecord: Decision[] = [];
let world: World;
let aims: Record<(typeof AIMS)[number], ScimAim>;
let credentials: Readonly<Record<string, string | null>>;
let untouched: ReadonlyMap<string, string | null>;
let head: number;

/** A service account that holds `scim.provision` and nothing else. */
async function makeClient(name: string) {
  const identity = await asAdministrator(world, createIdentity, { type: 'service', name });
  const add = [{ identity: identity.id }];
  await asAdministrator(world, editMembers, { group: 'provisioners', add });
  const input = { identity: identity.id, group: 'provisioners', name };
  const { secret } = await asAdministrator(world, createToken, input);
  return { id: identity.id, secret: secret as string };
}

beforeAll(async () => {
  recordDecisionsWith({
    record(decision, { recorded }) {
      onRecord.push(decision);
      recorded(decision);
    },
    isHealthy: () => true,
    close: async () => undefined,
  });
  world = await openWorld();
  const fixture = await makeFixture(world);
  const targets = await makeTargets(world, fixture);
  const scope = { api: 'keyward', name: 'provision', operations: ['scim.provision'] };
  await asAdministrator(world, createScope, scope);
  await asAdministrator(world, createGroup, { slug: 'provisioners', name: 'Provisioners' });
  const scopes = ['keyward/provision'];
  await asAdministrator(world, setGroupScopes, { group: 'provisioners', scopes });
  const [own, other] = [await makeClient('Directory'), await makeClient('Other directory')];
  const aimAt = (slug: (typeof AIMS)[number]) =>
    provisionMember(world, own.id, slug, targets.aims[slug].member);
  aims = {
    billing: await aimAt('billing'),
    desk: await aimAt('desk'),
    administrators: await aimAt('administrators'),
  };
  credentials = {
    administratorToken: world.managementToken,
    responderToken: targets.responderToken,
    auditorToken: targets.auditorToken,
    deskToken: targets.deskToken,
    billingToken: fixture.serviceToken.secret,
    provisioner: own.secret,
    otherProvisioner: other.secret,
    nobody: null,
  };
  untouched = await wordsOf(world.db);
  head = await auditHead(world.db);
});

afterAll(async () => {
  process.stdout.write(
    `the matrix through SCIM: ${SCIM_ROLES.length} askers × ${Object.keys(SCIM_ROWS).length} requests × ${AIMS.length} targets = ${counted.cells} cells, ${counted.refused} of them refused without a trace of change\n`,
  );
  await world.close();
});

const VERDICTS: Readonly<Record<number, string>> = { 401: 'u', 403: 'n', 404: 'h' };

async function sent(row: string, aim: ScimAim, role: string): Promise<string> {
  const [method = '', path = ''] = row
    .replace(/\{(user|pushed)\}/, (_all, name) => aim[name as 'user'])
    .split(' ');
  const secret = credentials[role];
  const body = SCIM_ROWS[row]?.body?.(aim);
  const answer = await handleScimRequest(
    new Request(`http://127.0.0.1:3000/scim/v2${path}`, {
      method,
      headers: {
        'content-type': 'application/scim+json',
        ...(secret !== null && { authorization: `Bearer ${secret}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  if (answer.ok) return 'y';
  const verdict = VERDICTS[answer.status];
  if (verdict) return verdict;
  throw new Error(`${row}: the matrix needs a valid request: ${await answer.text()}`);
}

/** One cell: asked through the door, looked at, and rolled back. */
async function cell(row: string, aim: ScimAim, role: string): Promise<string> {
  counted.cells += 1;
  onRecord.length = 0;
  return rolledBack(world, async (inside) => {
    held.db = inside;
    const verdict = await sent(row, aim, role);
    expect(onRecord.map(({ operation }) => operation)).toEqual(['scim.provision']);
    const events = await eventsSince(inside, head);
    if (verdict === 'y') {
      for (const { action } of events) expect(SCIM_ROWS[row]?.leaves ?? []).toContain(action);
      expect(events.length > 0, row).toBe(SCIM_ROWS[row]?.leaves !== undefined);
      return verdict;
    }
    counted.refused += 1;
    for (const [table, word] of await wordsOf(inside, await touchedTables(inside))) {
      expect(word, `${row} changed ${table}`).toBe(untouched.get(table));
    }
    expect(events.filter(({ outcome }) => outcome !== 'denied')).toEqual([]);
    expect(events.length, row).toBeLessThanOrEqual(1);
    return verdict;
  });
}

it('has a row for every address of every resource, and for all that provisioning does', () => {
  const wanted = RESOURCE_TYPES.flatMap(({ endpoint, name }) => {
    const one = `${endpoint}/{${name === 'User' ? 'user' : 'pushed'}}`;
    const all = [`GET ${endpoint}`, `POST ${endpoint}`, `POST ${endpoint}/.search`];
    return [...all, ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} ${one}`)];
  });
  expect(Object.keys(SCIM_ROWS)).toEqual(expect.arrayContaining(wanted));
  const asked = Object.values(SCIM_ROWS).flatMap(({ leaves = [], reads = [] }) => [
    ...leaves,
    ...reads,
  ]);
  const does = INTERNAL.filter((name) => /^scim\.|^memberships\.provision$/.test(name));
  const elsewhere = Object.keys(ASKED_ELSEWHERE);
  expect([...new Set([...asked, ...elsewhere])].sort()).toEqual([...does].sort());
  for (const test of Object.values(ASKED_ELSEWHERE)) expect(existsSync(test), test).toBe(true);
});

for (const [row, { may }] of Object.entries(SCIM_ROWS)) {
  it(`holds for ${row}`, async () => {
    const aimed = may.length === 1 ? (['billing'] as const) : AIMS;
    const actual: string[] = [];
    for (const aim of aimed) {
      let line = '';
      for (const role of SCIM_ROLES) line += await cell(row, aims[aim], role);
      actual.push(`${line.slice(0, 5)} ${line.slice(5)}`);
    }
    expect(actual).toEqual(may);
  });
}

it('changed nothing while it asked', async () => {
  expect(await wordsOf(world.db)).toEqual(untouched);
  expect(await auditHead(world.db)).toBe(head);
});
