import { expect } from 'vitest';
import { destinations, rotationSchedules } from '@/db/schema/destinations';
import { webhooks } from '@/db/schema/webhooks';
import { trustRules } from '@/db/schema/workloads';
import { applied, apply, exported, planned } from '@/domain/testing/configuration';
import { it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince } from '@/domain/testing/traces';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { updateTrustRule } from '@/domain/workloads/update-trust-rule';

const RULE = `  deploys:
    issuer: https://idp.example.com
    audience: keyward
    claims: { sub: deploy, protected: true }
    serviceAccount: mailer
    group: billing
    scopes: [billing/invoices:read]
`;
const PLACE = `  Vault:
    place: { kind: vault, url: https://vault.example.com, path: billing/deploy }
    credential: env:VAULT_TOKEN
    groups: [billing]
`;
const HOOK = `  Chat:
    url: https://chat.example.com/hook
    topics: [tokens.revoke]
    groups: [billing]
    outcome: done
`;
const FILE = `version: 1\ntrustRules:\n${RULE}destinations:\n${PLACE}webhooks:\n${HOOK}`;

/** Runs `work` in a world that has none of them, and whose changes are all taken back. */
const within = (work: (inside: typeof world) => Promise<unknown>) =>
  rolledBack(world, async (db) => {
    for (const table of [rotationSchedules, destinations, webhooks]) await db.delete(table);
    return work({ ...world, db } as typeof world);
  });

it('makes rules, destinations and webhooks, with an event each', () =>
  within(async (inside) => {
    const plan = await planned(inside, FILE);
    expect(plan.refused).toBeNull();
    expect(plan.lines).toEqual(['+ trust rule deploys', '+ destination Vault', '+ webhook Chat']);
    expect(plan.changes.map(({ effect }) => effect)).toEqual([
      expect.stringContaining('https://idp.example.com'),
      null,
      expect.stringContaining('Nobody is told its secret'),
    ]);
    const head = await auditHead(inside.db);
    const done = await applied(inside, FILE, { expect: plan.fingerprint });
    expect(JSON.stringify(done)).not.toContain('whsec_');
    expect((await eventsSince(inside.db, head)).map(({ action }) => action)).toEqual([
      'trustRules.create',
      'destinations.create',
      'webhooks.create',
    ]);
    expect((await planned(inside, FILE)).changes).toEqual([]);
    expect((await planned(inside, await exported(inside), { prune: true })).changes).toEqual([]);
  }));

it('shows what was changed by hand, claim by claim and of the kind each is, and takes it back', () =>
  within(async (inside) => {
    await applied(inside, FILE);
    await asAdministrator(inside, updateTrustRule, {
      ...{ rule: 'deploys', claims: { sub: 'deploy', protected: 'true' }, scopes: null },
    });
    const { changes } = await planned(inside, FILE);
    expect(changes.map(({ kind, fields }) => ({ kind, fields }))).toEqual([
      {
        kind: 'trust rule',
        fields: [
          { name: 'claims.protected', before: '"true"', after: 'true' },
          { name: 'scopes', before: 'all', after: null },
          { name: 'scopes', before: null, after: 'billing/invoices:read' },
        ],
      },
    ]);
    await applied(inside, FILE);
    expect((await planned(inside, FILE)).changes).toEqual([]);
  }));

it('changes only the fields that differ, and a place as a whole', () =>
  within(async (inside) => {
    await applied(inside, FILE);
    const file = `version: 1
trustRules:
  deploys: { ttlSeconds: 600, scopes: all }
destinations:
  Vault:
    place: { kind: vault, url: https://vault.example.com, path: billing/deploy, namespace: teams }
    groups: []
webhooks:
  Chat: { outcome: both, disabled: true }
`;
    const { changes } = await planned(inside, file);
    expect(changes.flatMap(({ fields }) => fields.map(({ name }) => name))).toEqual([
      ...['ttlSeconds', 'scopes', 'scopes', 'place.namespace', 'groups', 'outcome', 'disabled'],
    ]);
    await applied(inside, file);
    expect((await planned(inside, file)).changes).toEqual([]);
    const [rule] = await inside.db.select().from(trustRules);
    expect(rule).toMatchObject({ restricted: false, ttlSeconds: 600, audience: 'keyward' });
    const [hook] = await inside.db.select().from(webhooks);
    expect(hook).toMatchObject({ outcome: null, state: 'disabled', topics: ['tokens.revoke'] });
    const [place] = await inside.db.select().from(destinations);
    expect(place).toMatchObject({ credential: 'env:VAULT_TOKEN', groupIds: [] });
  }));

it('removes them with prune alone, and leaves whole sections alone', () =>
  within(async (inside) => {
    await applied(inside, FILE);
    const empty = 'version: 1\ntrustRules: {}\ndestinations: {}\nwebhooks: {}\n';
    expect((await planned(inside, empty)).held).toBe(3);
    await applied(inside, empty);
    expect(await inside.db.$count(trustRules)).toBe(1);
    expect((await planned(inside, 'version: 1\n', { prune: true })).changes).toEqual([]);
    await applied(inside, empty, { prune: true });
    for (const table of [trustRules, destinations, webhooks]) {
      expect(await inside.db.$count(table)).toBe(0);
    }
  }));

it('tells webhooks of one name apart, and asks which is meant', () =>
  within(async (inside) => {
    const url = 'https://chat.example.com/';
    await asAdministrator(inside, createWebhook, { name: 'Chat', url: `${url}1` });
    await asAdministrator(inside, createWebhook, { name: 'Chat', url: `${url}2` });
    const file = await exported(inside);
    expect(file.match(/^ {2}Chat \(\w{6}\):$/gm)).toHaveLength(2);
    expect((await planned(inside, file, { prune: true })).changes).toEqual([]);
    const answer = await apply(inside, 'version: 1\nwebhooks:\n  Chat: { outcome: done }\n');
    expect(answer).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Line 3:3: webhooks\.Chat: Several webhooks have this name/),
    });
  }));
