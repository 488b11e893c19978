import { openCollector } from '@/domain/testing/log-collector';
import { startProductWith } from './support/product';
import { becomeAdministrator } from './support/session';
import { expect, expectAccessible, test } from './support/test';

test('a sink is made, tested, gets stuck and catches up, is paused, changed and deleted', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const collector = await openCollector();
  const product = await startProductWith({ DESTINATION_PRIVATE_HOSTS: collector.origin });
  const row = page.getByRole('row', { name: /^Log store/ });
  // What tells that something was done is a dialog by its role, too.
  const dialog = page.locator('[role=dialog]:not([data-toast]), [role=alertdialog]');
  const ask = async (entry: string) => {
    await page.getByRole('button', { name: 'Actions for Log store' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  const taken = () =>
    collector.requests.flatMap(({ events }) => events.map(({ metadata }) => metadata.uid));
  try {
    await becomeAdministrator(page, product.setupUrl ?? '', {
      ...{ name: 'Ada Byron', email: 'ada@example.com' },
    });
    await page.goto(`${product.dashboardUrl}/settings/sinks`);
    await expect(page.getByText('No sink yet')).toBeVisible();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Create sink' }).click();
    await dialog.getByLabel('Name').fill('Log store');
    await dialog.getByLabel('Kind').selectOption('HTTP collector (NDJSON)');
    // What is refused stays as it was typed, with the reason beside the field.
    await dialog.getByLabel('Address').fill('logs');
    await dialog.getByRole('button', { name: 'Create sink' }).click();
    await expect(dialog.getByLabel('Address')).toHaveAccessibleDescription(/Write an address/);
    await dialog.getByLabel('Address').fill(`${collector.origin}/in`);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Create sink' }).click();
    await expect(row).toContainText('Up to date');

    await ask('Test…');
    await dialog.getByRole('button', { name: 'Send test' }).click();
    await expect(dialog.getByText('It was taken')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    // It goes away: the page says since when and why, and how much waits.
    collector.answers.status = 503;
    await ask('Change…');
    await dialog.getByLabel('Name').fill('Log store of all');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('Stuck');
    await expect(row).toContainText('answered 503');
    await expect(row).toContainText(/Changes: \d+ waiting, the oldest/);
    // On its way out it is pale.
    await expect(page.locator('[data-toast]')).toHaveCount(0);
    await expectAccessible(page);

    collector.answers.status = 200;
    const pause = page.getByRole('button', { name: 'Actions for Log store of all' });
    await pause.click();
    await page.getByRole('menuitem', { name: 'Pause…' }).click();
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await expect(row).toContainText('Paused');
    await pause.click();
    await page.getByRole('menuitem', { name: 'Resume' }).click();
    await expect(row).toContainText('Up to date');
    await expect(row).toContainText('Changes: nothing waits');
    // Created, test asked for, renamed, paused, resumed: none is missing, though some came twice.
    await expect.poll(() => new Set(taken().filter((id) => id.startsWith('evt_'))).size).toBe(6);

    await pause.click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('No sink yet')).toBeVisible();
  } finally {
    // A page that is open still fetches, and would complain of the server's end.
    await page.goto('about:blank');
    collector.close();
    await product.stop();
  }
});
