import { createServer } from 'node:http';
import { startProduct } from './support/product';
import { expect, test } from './support/test';

test('the dashboard and the verifier say that they are ready, and keep a connection longer than proxies do', async ({
  request,
  verifierUrl,
}) => {
  for (const address of ['/readyz', `${verifierUrl}/readyz`]) {
    const answer = await request.get(address);
    expect(answer.status(), address).toBe(200);
    expect(answer.headers()['keep-alive'], address).toBe('timeout=75');
  }
});

test('a product starts, stops, crashes and starts again, and leaves no process behind', async ({
  request,
}) => {
  // Each step begins where the last one ended, since a start costs more than all that is asked of it.
  test.setTimeout(480_000);
  const { step } = test;
  const product = await startProduct();
  try {
    await step('a second start on the same data is refused and names the first', async () => {
      await expect(product.keyward('start')).rejects.toThrow(
        /Keyward already runs at http:\/\/127\.0\.0\.1:\d+ \(process \d+/,
      );
    });
    await step('the first start prints a setup link, until there is an administrator', async () => {
      expect(product.setupUrl).toContain(product.dashboardUrl);
      const email = ['--email', 'grace@example.com'];
      const answer = JSON.parse(await product.keyward('bootstrap', ...email, '--json'));
      expect(answer.managementToken).toMatch(/^kwp_[0-9A-Za-z]{36}$/);
      await expect(product.keyward('bootstrap', ...email)).rejects.toThrow(/administrator already/);
    });
    await step('Ctrl-C leaves no process behind', async () => {
      const running = (await product.processes()).join('\n');
      for (const part of ['postgres', 'dashboard', 'verifier', 'worker']) {
        expect(running).toContain(part);
      }
      await product.halt();
      expect(await product.processes()).toEqual([]);
    });
    await step('after kill -9 the children end by themselves', async () => {
      const second = await product.startAgain();
      expect(second.setupUrl).toBeNull();
      await second.crash();
      await expect.poll(() => product.processes(), { timeout: 60_000 }).toEqual([]);
    });
    await step('the next start recovers, and the log still holds', async () => {
      const third = await product.startAgain();
      expect((await request.get(`${third.verifierUrl}/readyz`)).status()).toBe(200);
      expect(JSON.parse(await third.keyward('audit', 'verify', '--json')).holds).toBe(true);
      await third.halt();
      expect(await product.processes()).toEqual([]);
    });
    await step('a taken port is named, with the variable that chooses another', async () => {
      const port = Number(new URL(product.verifierUrl).port);
      const occupant = createServer().listen(port, '127.0.0.1');
      try {
        await expect(product.startAgain()).rejects.toThrow(
          /port \d+ for the verifier is taken .* VERIFIER_PORT=\d+ npm start/,
        );
        expect(await product.processes()).toEqual([]);
      } finally {
        occupant.close();
      }
    });
  } finally {
    await product.stop();
    expect(await product.processes()).toEqual([]);
  }
});
