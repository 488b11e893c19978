import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What the metrics are read from, at the time they are asked for. */
export interface MetricSources {
  readonly decisionsByCode: ReadonlyMap<string, number>;
  /** Values of `keyward_<name>`; those that end in `_total` only grow. */
  readonly values: Readonly<Record<string, { readonly help: string; read(): number }>>;
}

/**
 * The metrics of this process. They are read from what is counted anyway, so that the hot path pays
 * nothing for them.
 */
export function createMetrics(sources: MetricSources): Registry {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  new Counter({
    name: 'keyward_decisions_total',
    help: 'Decisions made and recorded, by their code.',
    labelNames: ['code'],
    registers,
    collect() {
      this.reset();
      for (const [code, count] of sources.decisionsByCode) this.inc({ code }, count);
    },
  });
  for (const [name, { help, read }] of Object.entries(sources.values)) {
    const shape = { name: `keyward_${name}`, help, registers };
    if (name.endsWith('_total')) {
      new Counter({
        ...shape,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    } else {
      new Gauge({
        ...shape,
        collect() {
          this.set(read());
        },
      });
    }
  }
  return register;
}
