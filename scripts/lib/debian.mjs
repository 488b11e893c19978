import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { runQuietly } from './run-quietly.mjs';

/** Debian's maintainer scripts ask this program before they start a service; 101 forbids it. */
const POLICY = '/usr/sbin/policy-rc.d';
const FORBID = '#!/bin/sh\nexit 101\n';

/** Whether this machine installs Debian's packages and we may. */
export const canInstallDebian = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Installs packages of Debian without what they recommend and without starting their services. A
 * policy the machine has itself stays as it is.
 * @param {readonly string[]} packages
 * @param {{ run?: typeof runQuietly, policy?: string, options?: readonly string[] }} [machine] and options of apt-get
 */
export async function installDebian(
  packages,
  { run = runQuietly, policy = POLICY, options = [] } = {},
) {
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, FORBID, { mode: 0o755 });
  try {
    await run('apt-get', ['update', '-qq', ...options]);
    await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', ...options, ...packages],
      {
        DEBIAN_FRONTEND: 'noninteractive',
      },
    );
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
}
