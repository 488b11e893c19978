import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { controlApi } from './support/control';
import { pasteSecret, secretField } from './support/paste';
import { makePlaces } from './support/places';
import { type Product, startProduct } from './support/product';
import { acceptInvitation, PASSWORD } from './support/session';

const PURPOSE = 'searched for';

// One product of its own: its whole data directory and all that it printed are searched at the end.
let product: Product;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  product = await startProduct();
});
test.afterAll(() => product?.stop());

/** Secrets by what they are, so that a finding names none. */
type Secrets = Map<string, string>;

/** What a browser sends where others can read it: addresses, and the headers that repeat them. */
function watchRequests(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', async (request) => {
    // An answer may be gone before its headers are asked for; the address is known at once.
    sent.push(request.url());
    const headers = await request.allHeaders().catch(() => request.headers());
    const { authorization, cookie, ...others } = headers;
    sent.push(JSON.stringify(others));
  });
  page.on('framenavigated', (frame) => sent.push(frame.url()));
  page.on('console', (message) => sent.push(message.text()));
  return sent;
}

/** All that a page of ours keeps in the browser, the document and what stands in its fields included. */
const keptInBrowser = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
    const unread = [...(await indexedDB.databases()), ...(await window.caches.keys())];
    if (unread.length > 0) throw new Error('the page keeps something where this does not look');
    return JSON.stringify([
      document.documentElement.outerHTML,
      fields.map(({ value }) => value),
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      history.state,
      window.name,
      performance.getEntries().map(({ name }) => name),
    ]);
  });

/** Names of the secrets that a text holds, as they are or as an address writes them. */
function held(secrets: Secrets, text: string | Buffer): string[] {
  const forms = (secret: string) => [secret, encodeURIComponent(secret)];
  return [...secrets]
    .filter(([, secret]) => forms(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Which files of the data directory hold which secrets: the database's own, the journal, logs. */
async function heldOnDisk(secrets: Secrets): Promise<{ files: number; found: string[] }> {
  const files = await filesBelow(product.dataDirectory);
  const found: string[] = [];
  for (const file of files) {
    // The server may drop a file of its own meanwhile.
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    found.push(...held(secrets, bytes).map((name) => `${name} in ${file}`));
  }
  return { files: files.length, found };
}

/** Stores the secret of a dialog that shows one, and closes it. */
async function store(page: Page): Promise<string> {
  const dialog = page.getByRole('alertdialog');
  const secret = await dialog.getByRole('textbox', { name: 'Secret' }).inputValue();
  await dialog.getByRole('checkbox', { name: /I have stored it/ }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

async function mintInBrowser(page: Page): Promise<string> {
  await page.goto('/tokens/new');
  await page.getByRole('textbox', { name: 'Purpose' }).fill(PURPOSE);
  await page.getByRole('combobox', { name: 'Group' }).fill('hidden');
  await page.getByRole('option', { name: /hidden/ }).click();
  await page.getByRole('checkbox', { name: 'hidden/parcels:read' }).check();
  await page.getByRole('button', { name: 'Create token' }).click();
  return store(page);
}

async function rotateInBrowser(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Rotate/ })
    .click();
  return store(page);
}

async function pasteAndRevoke(page: Page, secret: string): Promise<void> {
  await page.goto('/respond');
  await secretField(page).click();
  await pasteSecret(page, secret);
  const card = page.getByRole('article', { name: `Token ${PURPOSE}` });
  await card.getByRole('button', { name: 'Revoke' }).click();
  await expect(card.getByRole('status')).toHaveText(/Denied on 1 of 1 verifier/);
}

/** Everywhere that whoever calls an API may put a token by mistake. @returns the verdict's code */
async function askCarelessly(
  request: APIRequestContext,
  gateway: string,
  secret: string,
): Promise<string> {
  const response = await request.post(`${product.verifierUrl}/v1/verify`, {
    headers: { Authorization: `Bearer ${gateway}`, 'User-Agent': `agent ${secret}` },
    data: {
      ...{ token: secret, api: 'hidden', method: 'GET' },
      path: `/parcels?access_token=${secret}`,
      ...{ ip: '203.0.113.5', userAgent: `curl ${secret}`, requestId: secret },
    },
  });
  expect(response.status()).toBe(200);
  return (await response.json()).code;
}

test('a secret is in no address, log, row, header, file or page but where it is shown once', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const person = ['--email', 'ada@example.com', '--name', 'Ada Byron', '--json'];
  const administrator = JSON.parse(await product.keyward('bootstrap', ...person));
  const gateway: string = administrator.managementToken;
  // Not the browser's own: nothing but what each door takes is sent along.
  const { request } = await browser.newContext({ baseURL: product.dashboardUrl });
  const control = controlApi(request, gateway);
  const secrets: Secrets = new Map([
    ['the password', PASSWORD],
    ['the link', new URL(administrator.setupUrl).hash.slice(1)],
    ['the management token', gateway],
  ]);

  const page = await browser.newPage({ baseURL: product.dashboardUrl });
  await acceptInvitation(page, administrator.setupUrl);
  // The link's fragment is what it is opened by: it leaves the address with the first page.
  const sent = watchRequests(page);
  await makePlaces(control, 'hidden', administrator.identityId);
  const first = await mintInBrowser(page);
  secrets.set('the token', first);
  const kept = [await keptInBrowser(page)];
  expect(await askCarelessly(request, gateway, first)).toBe('allowed');
  const second = await rotateInBrowser(page);
  secrets.set('its successor', second);
  kept.push(await keptInBrowser(page));
  expect(await askCarelessly(request, gateway, second)).toBe('allowed');
  await pasteAndRevoke(page, second);
  kept.push(await keptInBrowser(page));
  expect(await askCarelessly(request, gateway, second)).toBe('token_revoked');
  // As somebody looks for what they hold: in the wrong field, or as an address.
  await request.get(`${product.dashboardUrl}/tokens?q=${second}`);
  await request.get(`${product.dashboardUrl}/api/v1/tokens/${second}`);
  await request.get(`${product.verifierUrl}/${second}`);

  const exported = async (kind: string) => {
    const answer = await request.get(`${product.dashboardUrl}/api/v1/${kind}/export`, {
      headers: { Authorization: `Bearer ${gateway}` },
    });
    return answer.text();
  };
  await expect
    .poll(
      async () => (await exported('decisions')).match(/"code":"(allowed|token_revoked)"/g)?.length,
    )
    .toBeGreaterThanOrEqual(3);
  const [changes, decisions] = [await exported('audit'), await exported('decisions')];
  expect(changes).toContain('tokens.rotate');

  expect(secrets.size).toBe(5);
  for (const secret of secrets.values()) expect(secret.length).toBeGreaterThan(20);
  // What is no secret is found in all of them, so that the search is one.
  const open: Secrets = new Map([['its purpose', PURPOSE]]);
  expect(sent.length).toBeGreaterThan(20);
  expect(held(open, kept.join('\n'))).not.toEqual([]);
  expect(held(open, changes)).not.toEqual([]);
  expect(held(new Map([['its path', '/parcels']]), decisions)).not.toEqual([]);
  expect(held(secrets, sent.join('\n')), 'addresses, headers, console').toEqual([]);
  expect(held(secrets, kept.join('\n')), 'document and storage').toEqual([]);
  expect(held(secrets, changes), 'changes').toEqual([]);
  expect(held(secrets, decisions), 'decisions').toEqual([]);
  expect(held(secrets, product.output()), 'logs').toEqual([]);
  await product.halt();
  const { files, found } = await heldOnDisk(secrets);
  expect(files).toBeGreaterThan(500);
  expect((await heldOnDisk(open)).found).not.toEqual([]);
  expect(found, 'files of the data directory').toEqual([]);
});

test('the search finds a secret where there is one', () => {
  const secrets: Secrets = new Map([['it', 'plain words']]);
  expect(held(secrets, 'in plain words')).toEqual(['it']);
  expect(held(secrets, '/?q=plain%20words')).toEqual(['it']);
  expect(held(secrets, Buffer.from('x\0plain words\0'))).toEqual(['it']);
  expect(held(secrets, 'plain')).toEqual([]);
});
