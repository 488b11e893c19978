import { canInstallDebian, installDebian } from './debian.mjs';
import { findProgram } from './programs.mjs';

/** Gateways whose recipes are run, a pooler, Python for its checker of exports: named like Debian's packages. */
const GATEWAYS = ['nginx', 'caddy', 'haproxy', 'pgbouncer', 'python3'];

/** Makes sure the gateway tests have their gateways. @throws with what to install by hand */
export async function ensureGateways(
  progress,
  machine = { canInstallDebian, installDebian, findProgram },
) {
  const missing = GATEWAYS.filter((name) => !machine.findProgram([name]));
  if (missing.length === 0) return;
  const names = missing.join(', ');
  if (!machine.canInstallDebian()) {
    throw new Error(
      `the tests need ${names}: install what is missing (as root on Debian they do it themselves)`,
    );
  }
  await progress.step(`install ${names}`, () => machine.installDebian(missing));
}
