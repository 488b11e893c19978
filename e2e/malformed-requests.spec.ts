import { request as httpRequest } from 'node:http';
import type { Page } from '@playwright/test';
import { expect, signedInTest, test } from './support/test';

/** Addresses that nothing can be led back to. */
const UNREADABLE = ['http://[', '\0', 'javascript:1', 'http://x y', 'nowhere'];

test('an address to go back to that can’t be read is the sender’s fault', async ({ request }) => {
  for (const callbackUrl of UNREADABLE) {
    const query = new URLSearchParams({ callbackUrl });
    for (const route of ['csrf', 'session', 'providers']) {
      const answer = await request.get(`/api/auth/${route}?${query}`);
      expect(answer.status(), `${route} ${callbackUrl}`).toBe(400);
    }
    const form = { callbackUrl, email: 'a@b.example', password: 'x', csrfToken: 'x' };
    const sent = await request.post('/api/auth/callback/credentials', { form });
    expect(sent.status(), callbackUrl).toBe(400);
  }
  const notJson = await request.post('/api/auth/callback/credentials', {
    headers: { 'Content-Type': 'application/json' },
    data: Buffer.from('{'),
  });
  expect(notJson.status()).toBe(400);
});

test('a cookie with such an address is answered the same, once', async ({ request, baseURL }) => {
  const Cookie = 'next-auth.callback-url=http%3A%2F%2F%5B';
  const answer = await request.get('/api/auth/csrf', { headers: { Cookie } });
  expect(answer.status()).toBe(400);
  expect(answer.headers()['set-cookie']).toContain('next-auth.callback-url=; Path=/; Max-Age=0');
  expect(baseURL).toBeTruthy();
});

/** The action a page would call: its id, as the page's own request names it. */
async function actionOf(page: Page, complaints: string[]): Promise<string> {
  await page.goto('/groups/new');
  await page.getByLabel('Name').fill('Never made');
  const sent = page.waitForRequest((each) => each.headers()['next-action'] !== undefined);
  await page.route('**/groups/new', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.getByRole('button', { name: 'Create group' }).click();
  const id = (await sent).headers()['next-action'];
  // The page complains that its own request did not get through.
  await expect.poll(() => complaints.splice(0).length).toBeGreaterThan(0);
  await page.goto('about:blank');
  complaints.length = 0;
  await page.unroute('**/groups/new');
  return id ?? '';
}

/** Announces 34 MB and sends the first piece; answers the status, and whether the rest was asked for. */
function announce(url: URL, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'Content-Length': String(34 * 1_048_576) };
    const sent = httpRequest(url, { method: 'POST', headers: { ...headers, ...length } });
    sent.on('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    sent.on('error', reject);
    // Never ended: who waits for the rest never answers.
    sent.write('[');
  });
}

signedInTest(
  'arguments of an action that can’t be read are 4xx, and change nothing',
  async ({ page, context, baseURL, complaints }) => {
    const action = await actionOf(page, complaints);
    const origin = new URL(baseURL ?? '').origin;
    const headers = {
      'Next-Action': action,
      'Content-Type': 'text/plain;charset=UTF-8',
      Origin: origin,
    };
    const send = async (data: string, more = {}) => {
      const answer = await context.request.post('/groups/new', {
        headers: { ...headers, ...more },
        data,
      });
      return answer.status();
    };
    for (const body of [
      '',
      '[',
      '"x"',
      '["$F1"]',
      '["$Z"]',
      '[5]',
      '[null,null,null]',
      '[{"a":1},7]',
    ]) {
      expect(await send(body), body).toBe(400);
    }
    expect(await send('x'.repeat(3 * 1_048_576))).toBe(413);
  },
);

signedInTest(
  'of a stranger’s body nothing is read, however long it says it is',
  async ({ page, baseURL, complaints }) => {
    const action = await actionOf(page, complaints);
    const origin = new URL(baseURL ?? '').origin;
    const asAction = { 'Next-Action': action, 'Content-Type': 'text/plain', Origin: origin };
    for (const path of ['/groups/new', '/', '/sign-in', '/respond']) {
      expect(await announce(new URL(path, baseURL), asAction), path).toBe(401);
    }
    expect(await announce(new URL('/setup', baseURL), asAction)).toBe(413);
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin };
    expect(await announce(new URL('/groups/new', baseURL), form)).toBe(401);
    expect(await announce(new URL('/api/auth/callback/credentials', baseURL), form)).toBe(413);
    expect(await announce(new URL('/api/v1/apis', baseURL), {})).toBe(401);
    const json = { 'Content-Type': 'application/json', Origin: origin };
    for (const path of ['/tokens/changes', '/apis/x/import/document']) {
      expect(await announce(new URL(path, baseURL), json), path).toBe(401);
    }
  },
);
