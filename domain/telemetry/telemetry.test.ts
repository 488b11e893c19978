import { trace } from '@opentelemetry/api';
import { Counter, Histogram, Registry } from 'prom-client';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { z } from 'zod';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { defineJob } from '@/domain/jobs/define';
import { runJob } from '@/domain/jobs/run-job';
import { it } from '@/domain/testing/fixture';
import { openTelemetryCollector } from '@/domain/testing/telemetry-collector';
import { contextOf, mintOwn } from '@/domain/testing/world';
import { lookupToken } from '@/domain/tokens/lookup-token';
import { startTelemetry, type Telemetry } from './telemetry';

let collector: Awaited<ReturnType<typeof openTelemetryCollector>>;
beforeEach(async () => {
  collector = await openTelemetryCollector();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.origin);
});
afterEach(async () => {
  await telemetry?.close();
  vi.unstubAllEnvs();
  collector.close();
});

let telemetry: Telemetry | null;
const start = async (more: Partial<Parameters<typeof startTelemetry>[0]> = {}) => {
  telemetry = await startTelemetry({
    settings: { endpoint: collector.origin, protocol: undefined },
    ...{ role: 'worker', instance: 'one', version: '1.2.3', isNested: true },
    warn: (message) => warnings.push(message),
    ...more,
  });
};
const warnings: string[] = [];
const spansOf = (name: string) => collector.spans.filter((span) => span.name === name);

it('a command, a query and a job are spans that say what was done and how it ended', async ({
  world,
}) => {
  await start();
  const asAdministrator = contextOf(world.db, world.administrator);
  await runCommand(createGroup, asAdministrator, { slug: 'traced', name: 'Traced' });
  await runCommand(createGroup, asAdministrator, { slug: 'traced', name: 'Traced' });
  await runJob(failing, { db: world.db }).catch(() => undefined);
  await telemetry?.close();
  const shared = { 'keyward.kind': 'command', 'keyward.operation': 'groups.create' };
  expect(spansOf('groups.create').map(({ attributes }) => attributes)).toEqual([
    { ...shared, 'keyward.outcome': 'done' },
    { ...shared, 'keyward.outcome': 'conflict', 'keyward.code': 'already_exists' },
  ]);
  expect(spansOf('job failing')).toMatchObject([
    {
      service: 'keyward-worker',
      scope: 'keyward',
      attributes: { 'keyward.kind': 'job', 'keyward.outcome': 'failed', 'error.type': 'TypeError' },
    },
  ]);
});

const failing = defineJob({
  name: 'failing',
  summary: 'Fails.',
  input: z.object({}),
  records: [],
  async run() {
    throw new TypeError('with the words of somebody');
  },
});

it('what is sent holds no secret, no id of a token, and no message of an error', async ({
  world,
  fixture,
}) => {
  await start();
  const context = contextOf(world.db, world.administrator);
  const secret = world.managementToken;
  await runQuery(lookupToken, context, { secret });
  const minted = await mintOwn(world.db, fixture.lead.id, { group: 'billing', name: 'CI' });
  await runQuery(lookupToken, context, { secret: minted.secret });
  await runJob(failing, { db: world.db }).catch(() => undefined);
  const tracer = trace.getTracer('keyward');
  tracer.startSpan(`asked with ${secret}`, { attributes: { asked: `with ${secret}` } }).end();
  await telemetry?.close();
  expect(spansOf('tokens.lookup')).toHaveLength(2);
  const sent = collector.raw();
  expect(sent).toContain('asked with kwp_');
  for (const kept of [secret, minted.secret, 'tok_', 'the words of somebody', 'grp_']) {
    expect(sent).not.toContain(kept);
  }
});

it('of what Next tells, the route and the times leave, and nothing that somebody typed', async () => {
  await start();
  const next = trace.getTracer('next.js');
  const request = next.startSpan('GET', {
    attributes: {
      ...{ 'next.span_type': 'BaseServer.handleRequest', 'http.method': 'GET' },
      ...{ 'http.target': '/setup/private?code=private', 'http.route': '/setup/[link]' },
    },
  });
  request.recordException(new Error('private'));
  request.setStatus({ code: 2, message: 'private' });
  request.end();
  const fetched = { 'next.span_type': 'AppRender.fetch', 'http.url': 'https://private/' };
  next.startSpan('fetch GET https://private/', { attributes: fetched }).end();
  const within = { 'next.span_type': 'Middleware.execute', 'http.target': '/private' };
  next.startSpan('middleware GET /private', { attributes: within }).end();
  await telemetry?.close();
  expect(collector.spans.map(({ name }) => name)).toEqual([
    'GET /setup/[link]',
    'Middleware.execute',
  ]);
  expect(collector.raw()).not.toContain('private');
});

it('metrics are those of Prometheus, with their labels', async () => {
  const register = new Registry();
  const registers = [register];
  new Counter({ name: 'made_total', help: 'Made.', labelNames: ['code'], registers }).inc(
    { code: 'allowed' },
    7,
  );
  const took = new Histogram({ name: 'took', help: 'Took.', buckets: [1, 2], registers });
  for (const value of [0.5, 1.5, 9]) took.observe(value);
  await start({ readMetrics: () => register.getMetricsAsJSON() });
  await telemetry?.close();
  const found = collector.metrics.map(({ name, kind, values }) => ({ name, kind, values }));
  expect(found).toEqual([
    { name: 'made_total', kind: 'sum', values: [{ labels: { code: 'allowed' }, value: 7 }] },
    { name: 'took', kind: 'histogram', values: [{ labels: {}, value: 3 }] },
  ]);
});

it('the variables of OpenTelemetry have the last word', async ({ world }) => {
  vi.stubEnv('OTEL_SERVICE_NAME', 'tokens');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=staging');
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-tenant=seven');
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'always_off');
  await start({ usualShare: 1 });
  await runCommand(createGroup, contextOf(world.db, world.administrator), {});
  await telemetry?.close();
  expect(collector.spans).toEqual([]);
  expect(new Set(collector.metrics.map(({ service }) => service))).toEqual(new Set(['tokens']));
  expect(collector.raw()).toContain('staging');
  expect(collector.headers).toMatchObject([{ 'x-tenant': 'seven' }]);
});

it('a collector that is away stops nothing: it is told once, without the headers', async ({
  world,
}) => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer%20private');
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '10');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '500');
  collector.close();
  warnings.length = 0;
  await start();
  const context = contextOf(world.db, world.administrator);
  const made = await runCommand(createGroup, context, { slug: 'away', name: 'Away' });
  expect(made.ok).toBe(true);
  const startedAt = performance.now();
  await telemetry?.close();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  await vi.waitFor(() => expect(warnings).not.toEqual([]), { timeout: 20_000 });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('could not be sent to the collector');
  expect(warnings.join()).not.toContain('private');
});

it('without a collector the SDK is not loaded', async () => {
  vi.resetModules();
  vi.doMock('./open-sdk', () => {
    throw new Error('the SDK was loaded');
  });
  const { startTelemetry: startAfresh } = await import('./telemetry');
  const options = { role: 'worker', instance: 'one', version: '1', isNested: true };
  const warn = () => undefined;
  expect(await startAfresh({ ...options, settings: undefined, warn })).toBeNull();
  const settings = { endpoint: collector.origin, protocol: undefined };
  await expect(startAfresh({ ...options, settings, warn })).rejects.toThrow();
  vi.doUnmock('./open-sdk');
});
