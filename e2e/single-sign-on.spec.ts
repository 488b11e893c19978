import { type Page, request } from '@playwright/test';
import { CLIENT, openProvider, type RealProvider } from '@/domain/testing/sso/open-provider';
import { controlApi } from './support/control';
import { type Product, startProductWith } from './support/product';
import { acceptInvitation } from './support/session';
import { expect, expectAccessible, test } from './support/test';
import { expectToast } from './support/toast';

test.describe.configure({ mode: 'serial' });

let real: RealProvider;
let product: Product;
let administrator: { identityId: string; setupUrl: string; managementToken: string };

test.beforeAll(async () => {
  product = await startProductWith(async (address) => {
    real = await openProvider([`${address}/api/auth/callback/oidc`]);
    return {
      ...{ OIDC_ISSUER: real.url, OIDC_CLIENT_ID: CLIENT.client_id, OIDC_GROUPS_CLAIM: 'groups' },
      OIDC_CLIENT_SECRET: CLIENT.client_secret,
    };
  });
  real.people.set('max', { name: 'Max', email: 'max@example.com', groups: ['auditing'] });
});
test.afterAll(async () => {
  await product.stop();
  real.close();
});

const signIn = (page: Page) => page.getByRole('button', { name: /^Continue with/ }).click();

test('a provider of the environment signs a new person in, back to the page asked for', async ({
  page,
}) => {
  await page.goto(`${product.dashboardUrl}/tokens`);
  await expectAccessible(page);
  await signIn(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Tokens' })).toBeVisible();
  await page.goto(`${product.dashboardUrl}/sign-in`);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

test('a user whom the provider has disabled stays out, and reads why', async ({ page }) => {
  real.state.signedIn = 'gone';
  await page.goto(`${product.dashboardUrl}/sign-in`);
  await signIn(page);
  await expect(page.getByText('The provider did not let you in.')).toBeVisible();
  real.state.signedIn = 'max';
});

test('an answer that no browser of ours has asked for is refused', async ({ page }) => {
  const callback = `${product.dashboardUrl}/api/auth/callback/oidc`;
  await page.goto(`${callback}?code=stolen&state=stolen&iss=${encodeURIComponent(real.url)}`);
  await expect(page.getByText('This sign-in was begun elsewhere')).toBeVisible();
});

test('an administrator maps a group, and who is in it holds it from the next sign-in', async ({
  page,
}) => {
  const person = ['--email', 'ada@example.com', '--name', 'Ada Byron'];
  administrator = JSON.parse(await product.keyward('bootstrap', ...person, '--json'));
  await acceptInvitation(page, administrator.setupUrl);
  await page.goto(`${product.dashboardUrl}/settings/single-sign-on`);
  await page.getByRole('link', { name: new URL(real.url).host }).click();
  await page.getByRole('button', { name: 'Test sign-in' }).click();
  await expect(page.getByText('They would be let in')).toBeVisible();
  await expect(page.getByText('Max, known by issuer and subject')).toBeVisible();
  await page.getByText('Claims received').click();
  await expect(page.getByText('"max@example.com"')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add mapping' }).click();
  await page.getByRole('textbox', { name: 'Group at the provider' }).fill('auditing');
  await page.getByLabel('Group here').fill('Auditors');
  await page.getByRole('option', { name: 'Auditors' }).click();
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('Joining: Max in Auditors')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save mappings' }).click();
  await expectToast(page, 'The mappings are saved');

  await page.context().clearCookies();
  await page.goto(`${product.dashboardUrl}/audit`);
  await signIn(page);
  await expect(
    page.getByRole('link', { name: /Set which groups of a provider/ }).first(),
  ).toBeVisible();
});

test('before a grave change, they prove who they are at their provider, in a tab of its own', async ({
  page,
}) => {
  const client = await request.newContext({ baseURL: product.dashboardUrl });
  const control = controlApi(client, administrator.managementToken);
  const { items } = await control.get('/identities?q=Max');
  await control.patch('/groups/administrators/members', { add: [{ identity: items[0].id }] });
  await client.dispose();
  await page.goto(`${product.dashboardUrl}/people/${administrator.identityId}`);
  await signIn(page);
  await page.getByRole('button', { name: 'Password link' }).click();
  const dialog = page.getByRole('dialog', { name: 'Prove that it is you' });
  const again = dialog.getByRole('button', { name: /^Sign in again with/ });
  await expect(again).toBeVisible();
  await expectAccessible(page);

  real.state.signedIn = 'gone';
  const [refusing] = await Promise.all([page.waitForEvent('popup'), again.click()]);
  await expect(dialog.getByText('The provider did not let you in.')).toBeVisible();
  await refusing.close();

  real.state.signedIn = 'max';
  const [proving] = await Promise.all([page.waitForEvent('popup'), again.click()]);
  await expect(page.getByRole('alertdialog', { name: /^Invitation link for/ })).toBeVisible();
  await expect.poll(() => proving.isClosed()).toBe(true);
});
