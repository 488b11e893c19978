import { describe, expect, it } from 'vitest';
import { ensureChromium } from './chromium.mjs';

const progress = { step: (_label, work) => work() };

function machineWith(chromium, { canInstall = true, fails = false } = {}) {
  const installed = [];
  return {
    installed,
    installedChromium: () => chromium,
    playwrightHasChromium: async () => true,
    canInstallDebian: () => canInstall,
    async installDebian(packages) {
      installed.push(...packages);
      if (fails) throw new Error('no such package');
    },
  };
}

describe('ensureChromium', () => {
  it('asks for the shell of Debian beside its Chromium', async () => {
    const machine = machineWith('/usr/bin/chromium');
    await ensureChromium(progress, machine);
    expect(machine.installed).toEqual(['chromium-headless-shell']);
  });

  it('does without where there is none', async () => {
    const machine = machineWith('/usr/bin/chromium', { fails: true });
    await expect(ensureChromium(progress, machine)).resolves.toBeUndefined();
  });

  it.each([
    ['which is the shell', '/usr/bin/chromium-headless-shell', true],
    ['which somebody chose', '/opt/chromium', true],
    ['of Playwright', undefined, true],
    ['of a machine on which nothing may be installed', '/usr/bin/chromium', false],
  ])('takes the browser %s as it is', async (_whose, chromium, canInstall) => {
    const machine = machineWith(chromium, { canInstall });
    await ensureChromium(progress, machine);
    expect(machine.installed).toEqual([]);
  });
});
