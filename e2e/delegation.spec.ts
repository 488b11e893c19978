import { makePlaces } from './support/places';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';
import { verifierOf } from './support/verify';

test.use({ reducedMotion: 'reduce' });

test('an agent gets less than its owner in three interactions, and ends with it', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const slug = 'agents';
  const { token } = await makePlaces(control, slug, administrator.identityId);
  await page.goto(`/tokens/${token}`);
  let interactions = 0;
  const doing = async (step: Promise<void>) => {
    interactions += 1;
    await step;
  };
  await doing(page.getByRole('link', { name: 'Give an agent less' }).click());
  const form = page.getByRole('form', { name: 'Give an agent less' });
  await form.getByRole('textbox', { name: 'Who acts with it' }).fill('release agent');
  await expectAccessible(page);
  await doing(form.getByRole('checkbox', { name: /parcels:read/ }).check());
  await doing(form.getByRole('textbox', { name: 'Who acts with it' }).press('Enter'));
  const dialog = page.getByRole('alertdialog', { name: 'release agent may act' });
  const command = await dialog.getByRole('textbox', { name: 'Command' }).inputValue();
  process.stdout.write(`give an agent less: ${interactions} interactions to the command\n`);
  expect(interactions).toBeLessThanOrEqual(5);
  expect(command).toContain('Authorization: Bearer $KEYWARD_TOKEN');
  const [secret = ''] = /kwp_\w{36}/.exec(command) ?? [];
  await expectAccessible(page);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const ask = () => verify({ token: secret, api: slug, operation: 'listParcels' });
  await expect.poll(ask).toBe('allowed');
  await expect(dialog.getByText('First use seen')).toBeVisible();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Done' }).click();

  const tree = page.getByRole('table', { name: 'Delegation' });
  await expectRowVisible(tree, { Token: `token ${slug}`, Status: 'Active' });
  await expect(tree.getByRole('row', { name: /release agent This one/ })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  await tree.getByRole('link', { name: `token ${slug}` }).click();
  await page.getByRole('button', { name: 'Revoke with 1 below' }).click();
  await expectToast(page, `token ${slug} revoked, and 1 token made from it`);
  await expect.poll(ask).toBe('parent_ended');
});
