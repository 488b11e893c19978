import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Request,
  request as requests,
} from '@playwright/test';
import { controlApi } from './support/control';
import { type Product, startProductWith } from './support/product';
import { type ReverseProxy, startCaddy, startNginx } from './support/reverse-proxy';
import { acceptInvitation, PASSWORD, type SessionState, submitSignIn } from './support/session';
import { expect, test, watchPage } from './support/test';

const HOST = 'keyward.example.com';
const ADDRESS = `https://${HOST}`;
/** Not among the trusted proxies, unlike the address that everything else here comes from. */
const STRANGER = '127.0.0.2';

test.describe.configure({ mode: 'serial' });

let product: Product;
let proxies: Record<'Caddy' | 'nginx', ReverseProxy>;
let managementToken: string;
let session: SessionState;

test.beforeAll(async ({ launchOptions }) => {
  test.setTimeout(300_000);
  product = await startProductWith({ KEYWARD_URL: ADDRESS, TRUSTED_PROXIES: '127.0.0.1' });
  const made = JSON.parse(
    await product.keyward('bootstrap', '--email', 'ada@example.com', '--json'),
  );
  managementToken = made.managementToken;
  const caddy = await startCaddy(product.dashboardPort);
  const browser = await browserAt(launchOptions, { [HOST]: caddy.port });
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await acceptInvitation(page, made.setupUrl);
  session = await page.context().storageState();
  await browser.close();
  proxies = { Caddy: caddy, nginx: await startNginx(product.dashboardPort, caddy) };
});

test.afterAll(async () => {
  await proxies?.nginx.stop();
  await proxies?.Caddy.stop();
  await product?.stop();
});

type LaunchOptions = NonNullable<Parameters<typeof chromium.launch>[0]>;

/** A browser that finds these names on this machine, at these ports. */
function browserAt(options: LaunchOptions, ports: Record<string, number>): Promise<Browser> {
  const rules = Object.entries(ports).map(([name, port]) => `MAP ${name} 127.0.0.1:${port}`);
  const args = [...(options.args ?? []), `--host-resolver-rules=${rules.join(', ')}`];
  return chromium.launch({ ...options, args });
}

async function withPages(
  options: LaunchOptions,
  ports: Record<string, number>,
  work: (context: BrowserContext) => Promise<void>,
  storageState?: SessionState,
): Promise<void> {
  const browser = await browserAt(options, ports);
  try {
    await work(await browser.newContext({ ignoreHTTPSErrors: true, storageState }));
  } finally {
    await browser.close();
  }
}

for (const name of ['Caddy', 'nginx'] as const) {
  test(`behind ${name} people sign in, and forms work`, async ({ launchOptions }) => {
    await withPages(launchOptions, { [HOST]: proxies[name].port }, async (context) => {
      const page = await context.newPage();
      const complaints = await watchPage(page);
      const answer = await page.goto(`${ADDRESS}/sign-in`);
      expect(answer?.headers()['strict-transport-security']).toMatch(/^max-age=31536000/);
      await submitSignIn(page, 'ada@example.com', PASSWORD);
      await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
      for (const { secure } of await context.cookies()) expect(secure).toBe(true);
      await page.goto(`${ADDRESS}/apis`);
      await page.getByRole('button', { name: 'Create API' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Create API' });
      await dialog.getByRole('textbox', { name: 'Name' }).fill(`Behind ${name}`);
      await dialog.getByRole('button', { name: 'Create API' }).click();
      await expect(page).toHaveURL(`${ADDRESS}/apis/behind-${name.toLowerCase()}/import`);
      expect(complaints).toEqual([]);
    });
  });
}

interface Asked {
  readonly host?: string;
  readonly from?: string;
  readonly headers?: Record<string, string>;
}

/** Asks the dashboard itself for its sign-in page, past any proxy. */
function askDirectly({ host = HOST, from = '127.0.0.1', headers = {} }: Asked) {
  return new Promise<IncomingHttpHeaders>((resolve, reject) => {
    const asked = httpRequest(
      {
        ...{ host: '127.0.0.1', port: product.dashboardPort, path: '/sign-in', agent: false },
        ...{ localAddress: from, headers: { host, ...headers } },
      },
      (response) => {
        response.resume();
        resolve(response.headers);
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** Asks the verifier as a gateway at this address does. */
function askVerifier(localAddress: string, headers: Record<string, string>): Promise<void> {
  const { hostname: host, port } = new URL(product.verifierUrl);
  return new Promise((resolve, reject) => {
    const options = { host, port, path: '/v1/authorize', agent: false, localAddress, headers };
    const asked = httpRequest(options, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('HSTS is sent on the word of a trusted proxy alone', async () => {
  const https = { 'x-forwarded-proto': 'https' };
  const hsts = async (asked: Asked) => (await askDirectly(asked))['strict-transport-security'];
  expect(await hsts({ headers: https })).toMatch(/^max-age=/);
  expect(await hsts({ headers: https, from: STRANGER })).toBeUndefined();
  expect(await hsts({})).toBeUndefined();
  expect(await hsts({ headers: { 'x-forwarded-proto': 'https, http' } })).toBeUndefined();
  const policy = (await askDirectly({ headers: https, from: STRANGER }))['content-security-policy'];
  expect(policy).not.toContain('upgrade-insecure-requests');
});

test('a proxy that nobody trusts is named once in the log, with the variable to set', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.7' };
  for (let count = 0; count < 3; count += 1) await askDirectly({ from: STRANGER, headers });
  await askDirectly({ headers });
  const warnings = () => product.output().match(/^.*sends X-Forwarded-For.*$/gm) ?? [];
  await expect.poll(() => warnings().length).toBe(1);
  expect(warnings()[0]).toContain(`${STRANGER} sends X-Forwarded-For`);
  expect(warnings()[0]).toContain(`TRUSTED_PROXIES=127.0.0.1,${STRANGER}`);
  // The verifier is another process, asked by another proxy.
  for (let count = 0; count < 3; count += 1) await askVerifier(STRANGER, headers);
  await askVerifier('127.0.0.1', headers);
  await expect.poll(() => warnings().length).toBe(2);
  expect(warnings()[1]).toContain(`TRUSTED_PROXIES=127.0.0.1,${STRANGER}`);
});

/** A server action as bytes, with the Host and the Origin of the sender's choosing. */
function rawAction(
  action: Request,
  cookie: string,
  slug: string,
  lines: string[],
): Promise<string> {
  const { 'content-type': type = '', 'next-action': id = '' } = action.headers();
  const body = (action.postData() ?? '').replaceAll('sent-as-it-is', slug);
  const bytes = [
    ...lines,
    `Cookie: ${cookie}`,
    `Content-Type: ${type}`,
    `Next-Action: ${id}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...['X-Forwarded-Proto: https', 'Connection: close', '', body],
  ].join('\r\n');
  return new Promise((resolve, reject) => {
    const socket = connect(product.dashboardPort, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer.slice(9, 12)));
  });
}

test('another Host, or none, breaks no action and makes no foreign origin ours', async ({
  launchOptions,
}) => {
  await withPages(
    launchOptions,
    { [HOST]: proxies.Caddy.port },
    async (context) => {
      const page = await context.newPage();
      await page.goto(`${ADDRESS}/apis`);
      await page.getByRole('button', { name: 'Create API' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Create API' });
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Sent as it is');
      const sent = page.waitForRequest((asked) => asked.headers()['next-action'] !== undefined);
      await dialog.getByRole('button', { name: 'Create API' }).click();
      const action = await sent;
      await expect(page).toHaveURL(`${ADDRESS}/apis/sent-as-it-is/import`);
      const cookies = await context.cookies();
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      const own = `Origin: ${ADDRESS}`;
      const post = 'POST /apis HTTP/1.1';
      const cases: [slug: string, isDone: boolean, lines: string[]][] = [
        ['own-host', true, [post, `Host: ${HOST}`, own]],
        ['the-proxys-host', true, [post, `Host: 127.0.0.1:${product.dashboardPort}`, own]],
        ['no-host', true, ['POST /apis HTTP/1.0', own]],
        ['two-hosts-said', true, [post, 'Host: x', 'X-Forwarded-Host: elsewhere.example', own]],
        ['foreign', false, [post, `Host: ${HOST}`, 'Origin: https://evil.example']],
        ['foreign-host', false, [post, 'Host: evil.example', 'Origin: https://evil.example']],
        [
          ...(['foreign-forwarded', false] as const),
          [post, `Host: ${HOST}`, 'X-Forwarded-Host: evil.example', 'Origin: https://evil.example'],
        ],
        ['by-http', false, [post, `Host: ${HOST}`, `Origin: http://${HOST}`]],
        ['from-nowhere', false, [post, `Host: ${HOST}`, 'Origin: null']],
        ['unreadable', false, [post, `Host: ${HOST}`, 'Origin: evil']],
      ];
      const baseURL = `http://127.0.0.1:${product.dashboardPort}`;
      const api = controlApi(await requests.newContext({ baseURL }), managementToken);
      for (const [slug, isDone, lines] of cases) {
        const status = await rawAction(action, cookie, slug, lines);
        expect([slug, Number(status) < 400]).toEqual([slug, isDone]);
      }
      const { items } = await api.get('/apis?limit=200');
      const made = new Set(items.map(({ slug }: { slug: string }) => slug));
      for (const [slug, isDone] of cases) expect([slug, made.has(slug)]).toEqual([slug, isDone]);
    },
    session,
  );
});

test('opened at another address, the sign-in page says which is the right one', async ({
  launchOptions,
}) => {
  const lan = 'keyward.lan';
  await withPages(launchOptions, { [lan]: product.dashboardPort }, async (context) => {
    const page = await context.newPage();
    await page.goto(`http://${lan}/sign-in?callbackUrl=%2Ftokens`);
    const notice = page.getByRole('alert').filter({ hasText: 'This is not Keyward’s address' });
    await expect(notice).toContainText(ADDRESS);
    await expect(notice).toContainText(`http://${lan}`);
    await expect(notice.getByRole('link', { name: `Open ${HOST}` })).toHaveAttribute(
      'href',
      `${ADDRESS}/sign-in?callbackUrl=%2Ftokens`,
    );
    await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'other_address' })).toContainText(
      `Sign in at ${ADDRESS}.`,
    );
  });
});
