import { type Flags, type Machine, readFlags } from './lib/flags';
import { say } from './lib/print';
import { describeMachine } from './lib/processors';

interface Benchmark {
  /** Runs it and prints its table. @returns whether every goal was met */
  run(flags: Flags, machine: Machine): Promise<boolean>;
}

const BENCHMARKS: Record<string, () => Promise<Benchmark>> = {
  verify: async () => ({ run: (await import('./verify/bench-verify')).benchVerify }),
  revoke: async () => ({ run: (await import('./revoke/bench-revoke')).benchRevoke }),
  rotate: async () => ({ run: (await import('./rotate/bench-rotate')).benchRotate }),
  pages: async () => ({ run: (await import('./pages/bench-pages')).benchPages }),
  memory: async () => ({ run: (await import('./memory/bench-memory')).benchMemory }),
  scan: async () => ({ run: (await import('./scan/bench-scan')).benchScan }),
  audit: async () => ({ run: (await import('./audit/bench-audit')).benchAudit }),
  journal: async () => ({ run: (await import('./journal/bench-journal')).benchJournal }),
};

/** `npm run bench -- [verify|revoke|rotate|pages|memory|scan|audit|journal …] [flags]`; all of them without a name. */
export async function main(args: readonly string[], machine: Machine): Promise<void> {
  const { names, flags } = readFlags(args);
  const chosen = names.length > 0 ? names : Object.keys(BENCHMARKS);
  const unknown = chosen.find((name) => !(name in BENCHMARKS));
  if (unknown !== undefined) {
    const known = Object.keys(BENCHMARKS).join(', ');
    process.stderr.write(`bench: there is no benchmark "${unknown}", only ${known}\n`);
    process.exitCode = 2;
    return;
  }
  // Servers that are left over end with this process, whatever ends it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  say(describeMachine());
  let areAllMet = true;
  for (const name of chosen) {
    say(`\nbench:${name}`);
    const benchmark = await BENCHMARKS[name]?.();
    areAllMet = ((await benchmark?.run(flags, machine)) ?? false) && areAllMet;
  }
  say(areAllMet ? '\nAll goals met.' : '\nNot all goals were met; see the lines above.');
}
