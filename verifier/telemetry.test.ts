import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTelemetryCollector } from '@/domain/testing/telemetry-collector';
import { openTestDatabase } from './testing/database';
import { authorize, startTestVerifier, until, verify } from './testing/start';
import { makeWorld, type World } from './testing/world';

let collector: Awaited<ReturnType<typeof openTelemetryCollector>>;
let database: Awaited<ReturnType<typeof openTestDatabase>>;
let world: World;
beforeAll(async () => {
  collector = await openTelemetryCollector();
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.origin);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  collector.close();
  await database.drop();
});

const start = () =>
  startTestVerifier(database.url, {
    name: 'eu-1',
    telemetry: { endpoint: collector.origin, protocol: undefined },
  });
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const gateway = (more: Record<string, string> = {}) => ({
  authorization: `Bearer ${world.token.secret}`,
  'x-keyward-api': 'billing',
  'x-forwarded-method': 'GET',
  'x-forwarded-uri': '/v1/invoices/8?secret=private',
  ...more,
});

it('sampled decisions are spans below whoever asked, and metrics are those of /metrics', async () => {
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'always_on');
  const verifier = await start();
  const { address } = verifier;
  await authorize(address, gateway({ traceparent: `00-${TRACE}-${PARENT}-01` }));
  const question = { token: world.token.secret, api: 'billing', operation: 'deleteInvoice' };
  await verify(address, world.caller.secret, question);
  await verify(address, world.caller.secret, { ...question, token: 'kwp_private', api: 'private' });
  const text = await (await fetch(`${address}/metrics`)).text();
  await verifier.close();
  const decided = collector.spans.map(({ service, attributes }) => ({ service, ...attributes }));
  const shared = { service: 'keyward-verifier', 'keyward.kind': 'decision' };
  expect(decided).toEqual([
    {
      ...{ ...shared, 'keyward.outcome': 'allowed', 'keyward.code': 'allowed' },
      ...{ 'keyward.api': 'billing', 'keyward.operation': 'getInvoice' },
    },
    {
      ...{ ...shared, 'keyward.outcome': 'denied', 'keyward.code': 'operation_not_granted' },
      ...{ 'keyward.api': 'billing', 'keyward.operation': 'deleteInvoice' },
    },
    { ...shared, 'keyward.outcome': 'denied', 'keyward.code': 'token_malformed' },
  ]);
  expect(collector.spans[0]).toMatchObject({ traceId: TRACE, parentId: PARENT });
  const exported = Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name = '']) => name);
  expect(exported.length).toBeGreaterThan(20);
  expect(new Set(collector.metrics.map(({ name }) => name))).toEqual(new Set(exported));
  const decisions = collector.metrics.find(({ name }) => name === 'keyward_decisions_total');
  expect(decisions?.values).toContainEqual({ labels: { code: 'operation_not_granted' }, value: 1 });
  const sent = collector.raw();
  for (const kept of ['private', world.token.secret, world.caller.secret, 'tok_', 'idn_']) {
    expect(sent).not.toContain(kept);
  }
});

it('one in a hundred is sampled, whatever the asker says of its own trace', async () => {
  collector.spans.length = 0;
  vi.stubEnv('OTEL_TRACES_SAMPLER', '');
  const verifier = await start();
  // By its id this trace would always be among the hundredth, and its flag asks for it.
  const low = '00000000000000000000000000000001';
  for (let asked = 0; asked < 200; asked += 1) {
    await authorize(verifier.address, gateway({ traceparent: `00-${low}-${PARENT}-01` }));
  }
  await verifier.close();
  expect(collector.spans.length).toBeLessThan(40);
});

it('decides and stops as ever while nobody collects', async () => {
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'always_on');
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:9');
  const verifier = await start();
  await until(
    () => authorize(verifier.address, gateway()),
    ({ status }) => status === 200,
  );
  const startedAt = performance.now();
  await verifier.close();
  expect(performance.now() - startedAt).toBeLessThan(8_000);
});
