import { expect } from 'vitest';
import { quiet } from '@/domain/feed/testing/feed-world';
import { createSink } from '@/domain/sinks/create-sink';
import { deleteSink } from '@/domain/sinks/delete-sink';
import { it } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { workerMetrics } from './metrics';

const place = { kind: 'syslog', host: 'logs.example.com' } as const;

it('tells how far each log of each sink is behind, beside the process', async ({ world }) => {
  const read = workerMetrics(world.db, quiet);
  await asAdministrator(world, createSink, { name: 'measured', place });
  const metrics = await read();
  const found = (name: string) =>
    metrics
      .find((metric) => metric.name === `keyward_sink_${name}`)
      ?.values.filter(({ labels }) => labels.sink === 'measured');
  // That it was made is the first change that it gets.
  expect(found('waiting')).toEqual([
    { labels: { sink: 'measured', log: 'changes' }, value: 1 },
    { labels: { sink: 'measured', log: 'decisions' }, value: 0 },
  ]);
  expect(found('lag_seconds')?.[0]?.value).toBeGreaterThan(0);
  expect(found('failures')?.map(({ value }) => value)).toEqual([0, 0]);
  expect(metrics.map(({ name }) => name)).toContain('process_cpu_seconds_total');
});

it('forgets a sink that is gone', async ({ world }) => {
  const read = workerMetrics(world.db, quiet);
  const { id } = await asAdministrator(world, createSink, { name: 'passing', place });
  const sinks = async () =>
    (await read())
      .find(({ name }) => name === 'keyward_sink_waiting')
      ?.values.map(({ labels }) => labels.sink);
  expect(await sinks()).toContain('passing');
  await asAdministrator(world, deleteSink, { sink: id });
  expect(await sinks()).not.toContain('passing');
});
