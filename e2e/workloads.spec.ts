import type { APIRequestContext, Page } from '@playwright/test';
import { makePlaces } from './support/places';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

const GITHUB_JOB = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'https://keyward.example.com',
  sub: 'repo:acme@65/shop@74:ref:refs/heads/main',
  ...{ repository: 'acme/shop', repository_id: '74', repository_owner_id: '65' },
  ...{ ref: 'refs/heads/main', event_name: 'push', exp: 4_102_444_800 },
};

/** What a pipeline sends before there is a rule for it. */
async function tryExchange(request: APIRequestContext, rule: string) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return request.post('/api/v1/token-exchange', {
    form: {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: `${part({ alg: 'RS256', kid: 'x' })}.${part(GITHUB_JOB)}.c2lnbmF0dXJl`,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      audience: rule,
    },
  });
}

/** Counts what a person does: clicks and choices. */
function counted(page: Page) {
  let interactions = 0;
  return {
    count: () => interactions,
    async click(name: string, role: 'button' | 'link' = 'button') {
      interactions += 1;
      await page.getByRole('main').getByRole(role, { name }).first().click();
    },
    async choose(label: string, option: string) {
      interactions += 1;
      const control = page.getByLabel(label);
      // Of many groups one is searched for: two interactions.
      if (await control.evaluate((element) => element instanceof HTMLSelectElement)) {
        await control.selectOption({ label: option });
      } else {
        await control.fill(option);
        await page.getByRole('option', { name: option }).click();
        interactions += 1;
      }
    },
  };
}

test('a refused attempt becomes a trust rule for GitHub in four interactions', async ({
  page,
  request,
  control,
  administrator,
}) => {
  await makePlaces(control, 'ci-shop', administrator.identityId);
  const account = { type: 'service', name: 'Shop deployer', slug: 'ci-deployer' };
  const { id } = await control.post('/identities', account);
  await control.patch('/groups/ci-shop/members', { add: [{ identity: id, role: 'member' }] });
  const refused = await tryExchange(request, 'ci-deploy');
  expect([refused.status(), await refused.json()]).toEqual([400, { error: 'invalid_grant' }]);

  await page.goto('/settings/workloads?attempts=refused');
  const person = counted(page);
  await person.click('Make a rule from this', 'link');
  await expect(page.getByLabel('Value of repository_id')).toHaveValue('74');
  await expectAccessible(page);
  await person.choose('Group', 'Group ci-shop');
  await expect(page.getByLabel('Service account')).toHaveValue(id);
  await person.click('Create trust rule');
  await expectToast(page, 'acme/shop is trusted');
  process.stdout.write(
    `a GitHub trust rule from a failed attempt: ${person.count()} interactions\n`,
  );
  expect(person.count()).toBeLessThanOrEqual(4);

  expect(await control.get('/trust-rules/ci-deploy')).toMatchObject({
    ...{ preset: 'github', issuer: GITHUB_JOB.iss, audience: GITHUB_JOB.aud },
    claims: { repository_id: '74', repository_owner_id: '65', ref: GITHUB_JOB.ref },
    ...{ identity: { id }, group: { slug: 'ci-shop' } },
  });
  await page.getByRole('main').getByRole('link', { name: 'acme/shop' }).first().click();
  await page.getByRole('button', { name: 'Delete trust rule' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Delete trust rule' }).click();
  await expectToast(page, 'acme/shop deleted');
});
