import { createServer } from 'node:http';
import { startProduct } from './support/product';
import { expect, test } from './support/test';

test('the dashboard and the verifier say that they are ready', async ({ request, verifierUrl }) => {
  expect((await request.get('/readyz')).status()).toBe(200);
  expect((await request.get(`${verifierUrl}/readyz`)).status()).toBe(200);
});

test('a second start on the same data is refused and names the first', async () => {
  const product = await startProduct();
  try {
    await expect(product.keyward('start')).rejects.toThrow(
      /Keyward already runs at http:\/\/127\.0\.0\.1:\d+ \(process \d+/,
    );
  } finally {
    await product.stop();
  }
});

test('the first start prints a setup link, and none once there is an administrator', async () => {
  const product = await startProduct();
  try {
    expect(product.setupUrl).toContain(product.dashboardUrl);
    const email = ['--email', 'grace@example.com'];
    const answer = JSON.parse(await product.keyward('bootstrap', ...email, '--json'));
    expect(answer.managementToken).toMatch(/^kwp_[0-9A-Za-z]{36}$/);
    await expect(product.keyward('bootstrap', ...email)).rejects.toThrow(/administrator already/);
    await product.halt();
    expect((await product.startAgain()).setupUrl).toBeNull();
    expect(JSON.parse(await product.keyward('audit', 'verify', '--json')).holds).toBe(true);
  } finally {
    await product.stop();
  }
});

test('Ctrl-C leaves no process behind', async () => {
  const product = await startProduct();
  try {
    const running = (await product.processes()).join('\n');
    for (const part of ['postgres', 'dashboard', 'verifier', 'worker']) {
      expect(running).toContain(part);
    }
    await product.halt();
    expect(await product.processes()).toEqual([]);
  } finally {
    await product.stop();
  }
});

test('after kill -9 the children end by themselves and the next start recovers', async ({
  request,
}) => {
  const product = await startProduct();
  try {
    await product.crash();
    await expect.poll(() => product.processes(), { timeout: 60_000 }).toEqual([]);
    const next = await product.startAgain();
    expect((await request.get(`${next.verifierUrl}/readyz`)).status()).toBe(200);
    await next.halt();
    expect(await next.processes()).toEqual([]);
  } finally {
    await product.stop();
    expect(await product.processes()).toEqual([]);
  }
});

test('a taken port is named, with the variable that chooses another', async () => {
  const product = await startProduct();
  await product.halt();
  const occupant = createServer().listen(Number(new URL(product.verifierUrl).port), '127.0.0.1');
  try {
    await expect(product.startAgain()).rejects.toThrow(
      /port \d+ for the verifier is taken .* VERIFIER_PORT=\d+ npm start/,
    );
    expect(await product.processes()).toEqual([]);
  } finally {
    occupant.close();
    await product.stop();
  }
});
