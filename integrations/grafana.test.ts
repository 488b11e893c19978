import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestDatabase } from '@/verifier/testing/database';
import { startTestVerifier } from '@/verifier/testing/start';

const query = z.object({ query: z.string() });
const dashboardSchema = z.object({
  templating: z.object({
    list: z.array(z.object({ name: z.string(), query: z.union([query, z.string()]) })),
  }),
  panels: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(z.object({ expr: z.string() })).min(1),
    }),
  ),
});

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let dashboard: z.output<typeof dashboardSchema>;
let exported: Set<string>;
beforeAll(async () => {
  const file = await readFile(new URL('grafana/keyward.json', import.meta.url), 'utf8');
  dashboard = dashboardSchema.parse(JSON.parse(file));
  database = await openTestDatabase();
  verifier = await startTestVerifier(database.url);
  const text = await (await fetch(`${verifier.address}/metrics`)).text();
  exported = new Set(Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name = '']) => name));
});
afterAll(async () => {
  await verifier.close();
  await database.drop();
});

/** The metrics of an expression: what is left without labels, ranges, groupings and functions. */
const metricsOf = (expression: string): string[] =>
  expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b\w+(?:\s+(?:by|without)\s*\([^)]*\))?(?=\s*\()/g, ' ')
    .match(/[a-z_:][\w:]*/gi) ?? [];

const asked = () => dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

it('asks for nothing that the verifier does not export', () => {
  const unknown = asked()
    .flatMap(metricsOf)
    .filter((name) => !exported.has(name));
  expect(unknown).toEqual([]);
  for (const expression of asked()) expect(metricsOf(expression)).not.toEqual([]);
});

it('shows each metric that is Keyward’s own', () => {
  const shown = new Set(asked().flatMap(metricsOf));
  const own = [...exported].filter((name) => name.startsWith('keyward_'));
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((name) => !shown.has(name))).toEqual([]);
});

it('uses no variable that it does not have, and lists jobs and verifiers by a metric there is', () => {
  const names = dashboard.templating.list.map(({ name }) => `$${name}`);
  const used = asked().flatMap((text) => text.match(/\$\w+/g) ?? []);
  expect(used.filter((name) => !names.includes(name) && name !== '$__rate_interval')).toEqual([]);
  const lists = dashboard.templating.list.flatMap((one) =>
    typeof one.query === 'string' ? [] : [one.query.query],
  );
  expect(lists).toHaveLength(2);
  for (const list of lists) {
    expect(exported).toContain(/^label_values\((\w+)/.exec(list)?.[1]);
  }
});

it('lays its panels beside each other, none over another', () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
});
