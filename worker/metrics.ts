import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Database } from '@/db/client';
import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import { measureSinks } from '@/domain/sinks/measure-sinks';
import type { TelemetryOptions } from '@/domain/telemetry/telemetry';

/** What is told of a worker: the process, and how far the sinks are behind, which no verifier knows. */
export function workerMetrics(
  db: Database,
  log: Log,
): NonNullable<TelemetryOptions['readMetrics']> {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `keyward_sink_${name}`, help, labelNames: ['sink', 'log'], registers });
  const waiting = gauge('waiting', 'Changes or sealed batches that a sink has not taken yet.');
  const lag = gauge('lag_seconds', 'The age of the oldest of those.');
  const failures = gauge('failures', 'Tries in a row that came to nothing.');
  return async () => {
    for (const each of [waiting, lag, failures]) each.reset();
    for (const measured of await measureSinks(db).catch(told(log))) {
      const labels = { sink: measured.sink, log: measured.log };
      waiting.set(labels, measured.waiting);
      lag.set(labels, measured.lagSeconds);
      failures.set(labels, measured.failures);
    }
    return register.getMetricsAsJSON();
  };
}

/** The process is told of all the same. */
const told = (log: Log) => (error: unknown) => {
  log.warn({ error: describeError(error) }, 'how far sinks are behind can’t be told');
  return [];
};
