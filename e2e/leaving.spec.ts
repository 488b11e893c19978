import { once } from 'node:events';
import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { type Product, startProduct } from './support/product';
import { acceptInvitation } from './support/session';
import { expect, test } from './support/test';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where there is some, more of it is announced than comes. */
  readonly body?: string;
}

/** Sends a request, or the first part of one, and is gone: once something has come back where it is whole. */
async function leave({ dashboardUrl }: Product, { method, path, headers, body }: Sent) {
  const { hostname, port, host } = new URL(dashboardUrl);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const length: Record<string, string> = body ? { 'Content-Length': '5000' } : {};
  const lines = Object.entries({ Host: host, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const head = [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
  await new Promise((resolve) => socket.write(head + (body ?? ''), resolve));
  if (!body) await once(socket, 'data');
  const closed = once(socket, 'close');
  socket.destroy();
  await closed;
}

async function cookiesOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

test('whoever leaves while they send or read leaves no fault in the log', async ({ browser }) => {
  test.setTimeout(300_000);
  const product = await startProduct();
  try {
    const person = ['--email', 'ada@example.com', '--name', 'Ada Byron', '--json'];
    const { managementToken, setupUrl } = JSON.parse(await product.keyward('bootstrap', ...person));
    const page = await browser.newPage({ baseURL: product.dashboardUrl });
    await acceptInvitation(page, setupUrl);
    const Cookie = await cookiesOf(page);
    const own = { Cookie, Origin: product.dashboardUrl, 'Sec-Fetch-Site': 'same-origin' };
    const json = { ...own, 'Content-Type': 'application/json' };
    const bearer = { Authorization: `Bearer ${managementToken}` };
    const before = product.output().length;
    for (let times = 0; times < 3; times += 1) {
      const body = '{"question":"search","value":"';
      await leave(product, { method: 'POST', path: '/questions', headers: json, body });
      await leave(product, { method: 'POST', path: '/changes', headers: json, body });
      await leave(product, {
        ...{ method: 'POST', path: '/apis/x/import/document', headers: json, body },
      });
      await leave(product, { method: 'POST', path: '/api/v1/groups', headers: bearer, body });
      await leave(product, { method: 'GET', path: '/api/v1/audit/export', headers: bearer });
      await leave(product, { method: 'POST', path: '/groups/new', headers: json, body });
      await leave(product, { method: 'GET', path: '/audit/tail', headers: own });
      await leave(product, { method: 'GET', path: '/audit', headers: own });
    }
    // What it has begun is over once it has stopped.
    await product.halt();
    expect(product.output().slice(before)).not.toMatch(/aborted|failed|fault|ended|could not|⨯/i);
  } finally {
    await product.stop();
  }
});
