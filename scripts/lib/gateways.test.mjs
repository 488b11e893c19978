import { describe, expect, it } from 'vitest';
import { ensureGateways } from './gateways.mjs';

const progress = { step: (_label, work) => work() };

function machineWith(programs, canInstall) {
  const installed = [];
  return {
    installed,
    findProgram: ([name]) => (programs.includes(name) ? `/usr/sbin/${name}` : undefined),
    canInstallDebian: () => canInstall,
    installDebian: async (packages) => installed.push(...packages),
  };
}

describe('ensureGateways', () => {
  it('installs those that are missing and no others', async () => {
    const machine = machineWith(['nginx'], true);
    await ensureGateways(progress, machine);
    expect(machine.installed).toEqual(['caddy', 'haproxy', 'pgbouncer', 'python3']);
  });

  it('does nothing where all are there', async () => {
    const machine = machineWith(['nginx', 'caddy', 'haproxy', 'pgbouncer', 'python3'], false);
    await ensureGateways(progress, machine);
    expect(machine.installed).toEqual([]);
  });

  it('says what to install where it may not', async () => {
    const machine = machineWith(['caddy', 'pgbouncer', 'python3'], false);
    await expect(ensureGateways(progress, machine)).rejects.toThrow('need nginx, haproxy: install');
    expect(machine.installed).toEqual([]);
  });
});
