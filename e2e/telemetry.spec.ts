import { openTelemetryCollector } from '@/domain/testing/telemetry-collector';
import { startProductWith } from './support/product';
import { expect, test } from './support/test';

test('all three processes tell a collector what they do, and nothing that is secret', async ({
  request,
}) => {
  test.setTimeout(300_000);
  const collector = await openTelemetryCollector();
  const product = await startProductWith({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    OTEL_BSP_SCHEDULE_DELAY: '500',
  });
  try {
    const { dashboardUrl, verifierUrl, setupUrl } = product;
    const email = ['--email', 'grace@example.com', '--name', 'Grace Typed'];
    await request.get(setupUrl ?? '');
    const made = JSON.parse(await product.keyward('bootstrap', ...email, '--json'));
    const { managementToken: secret, setupUrl: link } = made;
    const headers = { authorization: `Bearer ${secret}` };
    await request.get(link);
    await request.get(`${dashboardUrl}/sign-in?callbackUrl=%2Ftokens%3Fq%3Dtyped`);
    const group = { slug: 'typed', name: 'Typed' };
    await request.post(`${dashboardUrl}/api/v1/groups`, { headers, data: group });
    await request.post(`${dashboardUrl}/api/v1/tokens/lookup`, { headers, data: { secret } });
    await request.get(`${dashboardUrl}/api/v1/tokens?q=typed`, { headers });
    await request.get(`${verifierUrl}/v1/authorize`, { headers });
    const { spans, metrics } = collector;
    const named = (name: string) => spans.find((span) => span.name === name);
    await expect(async () => {
      for (const role of ['dashboard', 'verifier', 'worker']) {
        expect(metrics.map(({ service }) => service)).toContain(`keyward-${role}`);
        expect(spans.map(({ service }) => service)).toContain(`keyward-${role}`);
      }
      for (const name of ['groups.create', 'tokens.lookup', 'tokens.list', 'decide']) {
        expect(spans.map((span) => span.name)).toContain(name);
      }
    }).toPass({ timeout: 60_000 });
    // Below the request that it came with.
    const create = named('groups.create');
    const above = spans.filter(({ traceId }) => traceId === create?.traceId);
    await expect.poll(() => above.map(({ name }) => name)).toContain('POST /api/v1/[...path]');
    const token = /[^/=#?]+$/;
    const kept = [secret, 'typed', 'Typed', 'grace', 'tok_', 'grp_', 'idn_', 'callbackUrl'];
    for (const text of [...kept, token.exec(link)?.[0], token.exec(setupUrl ?? '')?.[0]]) {
      expect(text).toBeTruthy();
      expect(collector.raw()).not.toContain(text);
    }
    // The collector goes: everything works as before, and ends when it is told to.
    collector.close();
    const another = { slug: 'another', name: 'Another' };
    const answer = await request.post(`${dashboardUrl}/api/v1/groups`, { headers, data: another });
    expect(answer.status()).toBe(201);
    await product.halt();
    expect(await product.processes()).toEqual([]);
    expect(product.output()).not.toContain(secret);
  } finally {
    collector.close();
    await product.stop();
  }
});
