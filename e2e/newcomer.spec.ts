import { expect, test } from '@playwright/test';
import { persona } from './support/persona';
import { startProduct } from './support/product';
import { runCommand } from './support/run-command';
import { becomeAdministrator } from './support/session';
import { watchPage } from './support/test';

// At a desk, it is part of the story.
test.use({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });

test('a newcomer has a first token allowed, and denied once it is revoked, on a phone', async ({
  page,
  request,
}) => {
  const first = persona(page, {
    ...{ task: '1 command → a first token allowed, then denied', interactions: null, seconds: 600 },
  });
  const product = await startProduct();
  try {
    const complaints = await watchPage(page);
    const person = { name: 'Nia New', email: 'nia@example.com' };
    await becomeAdministrator(page, product.setupUrl ?? '', person);
    await first.click(page.getByRole('button', { name: 'Add a sample API' }));
    await page.getByRole('textbox', { name: 'Purpose' }).fill('my first token');
    await expect(page.getByRole('combobox', { name: 'Acts for' })).toHaveValue('Sample reader');
    await first.click(page.getByRole('checkbox', { name: 'sample/notes:read' }));
    await first.click(page.getByRole('button', { name: 'Create token' }));
    const dialog = page.getByRole('alertdialog', { name: 'my first token is ready' });
    const command = await dialog.getByRole('textbox', { name: 'Try it' }).inputValue();
    await first.click(dialog.getByRole('button', { name: 'Copy try it' }));
    first.elsewhere(2);
    expect((await runCommand(request, command)).status()).toBe(200);
    await expect(dialog.getByText('First use seen')).toBeVisible();
    await first.click(dialog.getByRole('checkbox', { name: 'I have stored it in a safe place' }));
    await first.click(dialog.getByRole('button', { name: 'Done' }));
    await first.click(page.getByRole('button', { name: 'Revoke' }));
    await expect(page.getByText('my first token revoked').first()).toBeVisible();
    first.elsewhere(2);
    expect((await runCommand(request, command)).status()).toBe(401);
    first.finish();
    expect(complaints).toEqual([]);
  } finally {
    await product.stop();
  }
});
