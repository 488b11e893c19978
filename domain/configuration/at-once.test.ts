import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { apply, planned } from '@/domain/testing/configuration';
import { it, world } from '@/domain/testing/fixture';
import { auditHead, eventsSince } from '@/domain/testing/traces';
import { contextOf } from '@/domain/testing/world';
import { applyConfiguration } from './apply-configuration';

/** Two teams that would each have the same things their own way. */
const fileOf = (name: string, operation: string, hours: number) => `version: 1
apis:
  billing:
    scopes:
      shared:use: { description: ${name}, operations: [${operation}] }
serviceAccounts:
  shared: { name: ${name} }
groups:
  shared:
    name: ${name}
    policy: { maxTtlSeconds: ${hours * 3_600}, defaultTtlSeconds: 3600 }
    scopes: [billing/shared:use]
    serviceAccounts: [shared]
webhooks:
  shared: { url: 'https://140.82.112.3/${name}' }
`;
const FILES = [fileOf('Red', 'listInvoices', 2), fileOf('Blue', 'createInvoice', 3)] as const;

const differences = (file: string) => planned(world, file).then(({ counts }) => counts);
const NONE = { create: 0, update: 0, delete: 0 };

it('of two files applied at once, the installation is as one of them says, never a mix', async () => {
  const head = await auditHead(world.db);
  const contexts = Array.from({ length: 4 }, () => contextOf(world.db, world.administrator));
  const results = await Promise.all(
    contexts.map((context, index) =>
      runCommand(applyConfiguration, context, { file: FILES[index % 2] }),
    ),
  );
  expect(results.some(({ ok }) => ok)).toBe(true);
  const said = await Promise.all(FILES.map(differences));
  expect(said.filter((counts) => JSON.stringify(counts) === JSON.stringify(NONE))).toHaveLength(1);
  // In the log each stands as a whole, after the other.
  const requests = (await eventsSince(world.db, head)).map(({ requestId }) => requestId);
  const blocks = requests.filter((id, index) => id !== requests[index - 1]);
  expect(blocks).toHaveLength(new Set(blocks).size);
  for (const [index, { request }] of contexts.entries()) {
    const result = results[index];
    const { create, update } = result?.ok ? result.value.counts : NONE;
    expect(requests.filter((id) => id === request.id)).toHaveLength(create + update);
  }
});

it('of two plans that were looked at, one is applied and the other is outdated', async () => {
  const [red, blue] = [fileOf('Green', 'listInvoices', 4), fileOf('Grey', 'createInvoice', 5)];
  const plans = await Promise.all([planned(world, red), planned(world, blue)]);
  const results = await Promise.all(
    [red, blue].map((file, index) => apply(world, file, { expect: plans[index]?.fingerprint })),
  );
  const codes = results.map((result) => (result.ok ? 'applied' : result.code));
  expect(codes.toSorted()).toEqual(['applied', 'plan_outdated']);
});
