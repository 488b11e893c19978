import type { Browser, Page, Request } from '@playwright/test';
import type { Control } from './support/control';
import { makePlaces } from './support/places';
import { acceptInvitation } from './support/session';
import { expect, signedInTest, test } from './support/test';

const FIXED_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
};

/** The directives of a Content-Security-Policy: name to sources. */
function directives(policy: string): Map<string, string[]> {
  return new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

test('every page carries the security headers and a policy with a fresh nonce', async ({
  request,
}) => {
  const nonces = new Set<string>();
  for (const path of ['/sign-in', '/setup', '/sign-in?error=x']) {
    const response = await request.get(path);
    const headers = response.headers();
    expect(headers).toMatchObject(FIXED_HEADERS);
    expect(headers['x-powered-by']).toBeUndefined();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).not.toContain('unsafe-');
    const rules = directives(policy);
    expect(rules.get('frame-ancestors')).toEqual(["'none'"]);
    expect(rules.get('object-src')).toEqual(["'none'"]);
    expect(rules.get('base-uri')).toEqual(["'none'"]);
    expect(rules.get('form-action')).toEqual(["'self'"]);
    expect(rules.get('default-src')).toEqual(["'self'"]);
    const nonce = rules.get('script-src')?.find((source) => source.startsWith("'nonce-"));
    expect(nonce).toMatch(/^'nonce-[A-Za-z0-9+/]{22}=='$/);
    expect(rules.get('style-src')).toContain(nonce);
    nonces.add(nonce ?? '');
  }
  expect(nonces.size).toBe(3);
});

test('the control API carries them too, and lets nobody store its answers', async ({
  request,
  administrator,
}) => {
  const headers = { Authorization: `Bearer ${administrator.managementToken}` };
  for (const path of ['/api/v1/openapi.json', '/api/v1/whoami', '/api/v1/nothing']) {
    const response = await request.get(path, { headers });
    expect(response.headers(), path).toMatchObject(FIXED_HEADERS);
    expect(response.headers()['access-control-allow-origin'], path).toBeUndefined();
  }
  for (const path of ['/api/v1/whoami', '/api/nothing', '/api/auth/signout', '/api/auth/csrf']) {
    const response = await request.get(path, { headers });
    const policy = directives(response.headers()['content-security-policy'] ?? '');
    expect(policy.get('default-src'), path).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors'), path).toEqual(["'none'"]);
    expect(response.headers()['content-type'], path).toContain('json');
  }
  const answer = await request.get('/api/v1/whoami', { headers });
  expect(answer.headers()['cache-control']).toContain('no-store');
});

signedInTest(
  'the session cookie is out of reach of scripts and of other sites',
  async ({ page }) => {
    await page.goto('/');
    const cookies = await page.context().cookies();
    const session = cookies.find(({ name }) => name.includes('session-token'));
    expect(session).toMatchObject({ httpOnly: true, path: '/' });
    expect(['Lax', 'Strict']).toContain(session?.sameSite);
    expect(await page.evaluate(() => document.cookie)).not.toContain(session?.value ?? 'no cookie');
  },
);

signedInTest(
  'a server action sent from another site is refused and changes nothing',
  async ({ page, control, baseURL }) => {
    await page.goto('/apis');
    await page.getByRole('button', { name: 'Create API' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create API' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Sent from here');
    const sent = page.waitForRequest((request) => request.headers()['next-action'] !== undefined);
    await dialog.getByRole('button', { name: 'Create API' }).click();
    const action = await sent;
    await expect(page).toHaveURL('/apis/sent-from-here/import');

    const foreign = await replay(page, action, 'https://evil.example');
    expect(foreign.status()).toBeGreaterThanOrEqual(400);
    const own = await replay(page, action, baseURL ?? '');
    expect(own.status()).toBe(200);
    // The second replay shows that the first one failed for its origin alone.
    const { items } = await control.get('/apis?q=sent-from&limit=200');
    const slugs = items.map(({ slug }: { slug: string }) => slug);
    expect(slugs).toContain('sent-from-own');
    expect(slugs).not.toContain('sent-from-evil');
  },
);

/** Sends an action's request again, with another slug in it, as a page of `origin` would. */
function replay(page: Page, action: Request, origin: string) {
  const { 'content-type': type = '', 'next-action': id = '' } = action.headers();
  const suffix = origin.includes('evil') ? 'evil' : 'own';
  const body = action.postData()?.replace('sent-from-here', `sent-from-${suffix}`);
  return page.request.post(action.url(), {
    headers: { 'content-type': type, 'next-action': id, origin },
    data: body ?? '',
  });
}

signedInTest('an import sent from another site is refused', async ({ page, control }) => {
  await control.post('/apis', { slug: 'cross-site', name: 'Cross', hosts: [], basePath: '/' });
  const answer = await page.request.post('/apis/cross-site/import/document?apply=true', {
    headers: { origin: 'https://evil.example', 'content-type': 'application/octet-stream' },
    data: '{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/x":{"get":{"responses":{"200":{"description":"x"}}}}}}',
  });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'cross_site' });
  expect((await control.get('/apis/cross-site')).operationCount).toBe(0);
});

signedInTest(
  'what pages ask and send as JSON is read of them alone',
  async ({ page, playwright, baseURL }) => {
    const origin = baseURL ?? '';
    const ask = (data: unknown) => page.request.post('/questions', { headers: { origin }, data });
    const search = { question: 'search', value: 'ada' };
    for (const path of ['/questions', '/changes']) {
      const foreign = await page.request.post(path, {
        headers: { origin: 'https://evil.example' },
        data: search,
      });
      expect(foreign.status(), path).toBe(403);
      expect(await foreign.json(), path).toMatchObject({ code: 'cross_site' });
    }
    const own = await ask(search);
    expect(await own.json()).toMatchObject({ status: 'done' });
    const unknown = await ask({ question: 'secrets', value: null });
    expect(await unknown.json()).toMatchObject({ status: 'refused', code: 'invalid_input' });
    expect((await ask('no question')).status()).toBe(400);
    expect((await ask('x'.repeat(1_100_000))).status()).toBe(413);
    const stranger = await playwright.request.newContext({
      baseURL: origin,
      storageState: { cookies: [], origins: [] },
    });
    const refused = await stranger.post('/questions', { headers: { origin }, data: search });
    expect(refused.status()).toBe(401);
    await stranger.dispose();
  },
);

/** A browser signed in as a person who is in no group. */
async function outsider(browser: Browser, baseURL: string, control: Control) {
  const email = 'outsider@example.com';
  const person = await control.post('/identities', { type: 'person', name: 'Olga', email });
  const { secret } = await control.post(`/identities/${person.id}/invite`, {});
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await acceptInvitation(page, `/setup#${secret}`);
  return page;
}

test('the icon is found under the address browsers guess', async ({ request }) => {
  for (const path of ['/icon.svg', '/favicon.ico']) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(200);
    expect(response.headers(), path).toMatchObject({
      ...FIXED_HEADERS,
      'content-type': 'image/svg+xml',
    });
  }
});

test('an address that can’t be decoded is refused, not a fault', async ({ request, baseURL }) => {
  for (const path of ['/tokens/%ff', '/api/v1/tokens/%ff']) {
    const response = await request.get(new URL(path, baseURL).href);
    expect(response.status(), path).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'malformed_url' });
  }
});

test('what is out of reach reads as not found, as if it did not exist', async ({
  browser,
  baseURL,
  control,
  administrator,
}) => {
  const places = await makePlaces(control, 'out-of-reach', administrator.identityId);
  const page = await outsider(browser, baseURL ?? '', control);
  const text = async (path: string) => {
    const answer = await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'Not found' }), path).toBeVisible();
    return { status: answer?.status(), main: await page.getByRole('main').textContent() };
  };
  const [token, group, person] = [`${places.token}`, places.group, administrator.identityId];
  expect(await text(`/tokens/${token}`)).toEqual(
    await text('/tokens/tok_01m85bbz8qe8hapfexzpqv9f2v'),
  );
  expect(await text(`/groups/${group}`)).toEqual(await text('/groups/no-such-group'));
  expect(await text(`/people/${person}`)).toEqual(
    await text('/people/idn_01m85bbz8qe8hapfexzpqv9f2v'),
  );
  for (const path of ['/tokens/%00', "/groups/'%20or%201=1--", `/people/${'x'.repeat(5_000)}`]) {
    expect((await text(path)).main).not.toContain('Error');
  }
  await page.context().close();
});

signedInTest(
  'names that look like markup are shown as text',
  async ({ page, control, administrator }) => {
    const hostile = '<img src=x onerror="document.title=`run`"><script>alert(1)</script>"\'&amp;';
    await control.post('/groups', { slug: 'markup', name: hostile, description: hostile });
    await control.patch('/groups/markup/members', {
      add: [{ identity: administrator.identityId, role: 'member' }],
    });
    await control.post('/apis', { slug: 'markup', name: hostile, hosts: [], basePath: '/' });
    const { token } = await control.post('/tokens', {
      identity: administrator.identityId,
      group: 'markup',
      name: hostile,
    });
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      return dialog.dismiss();
    });
    for (const path of [`/tokens/${token.id}`, '/groups/markup', '/apis/markup']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(hostile);
      expect(await page.locator('img[src="x"]').count(), path).toBe(0);
      expect(await page.title(), path).not.toBe('run');
    }
    for (const path of ['/tokens', '/groups', '/apis', '/audit', '/']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await page.locator('img[src="x"]').count(), path).toBe(0);
    }
    expect(dialogs).toEqual([]);
  },
);
