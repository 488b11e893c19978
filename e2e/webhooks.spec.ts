import { Webhook } from 'standardwebhooks';
import { startReceiver } from '@/domain/testing/receiver';
import { startProductWith } from './support/product';
import { becomeAdministrator } from './support/session';
import { expect, expectAccessible, test } from './support/test';

test('a webhook is made, tested against a real receiver and told of a change; failures are replayed', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const receiver = await startReceiver((_request, response) =>
    response.writeHead(200).end('received, thank you'),
  );
  const product = await startProductWith({ WEBHOOK_PRIVATE_HOSTS: receiver.origin });
  let interactions = 0;
  const press = async (name: string, role: 'button' | 'link' = 'button') => {
    interactions += 1;
    await page.getByRole(role, { name, exact: true }).click();
  };
  try {
    await becomeAdministrator(page, product.setupUrl ?? '', {
      ...{ name: 'Ada Byron', email: 'ada@example.com' },
    });
    await page.goto(`${product.dashboardUrl}/settings/webhooks`);
    await expect(page.getByText('No webhook yet')).toBeVisible();

    // What is refused stays as it was typed, with the reason beside the field.
    await press('Create webhook', 'link');
    const address = page.getByLabel('Address');
    for (const refused of ['http://hooks.example.com/x', 'https://169.254.169.254/x']) {
      await address.fill(refused);
      await page.getByRole('button', { name: 'Create webhook' }).click();
      await expect(address).toHaveAccessibleDescription(/WEBHOOK_PRIVATE_HOSTS/);
      await expect(address).toHaveValue(refused);
    }
    await address.fill(`${receiver.origin}/hook`);
    interactions += 1;
    await press('Create webhook');
    const shown = page.getByRole('alertdialog');
    await press('Copy secret');
    const secret = await shown.getByLabel('Secret', { exact: true }).inputValue();
    interactions += 1;
    await shown.getByLabel('I have stored it').click();
    await press('Done');
    await expect(shown).toBeHidden();
    expect(await page.content()).not.toContain(secret.slice('whsec_'.length));

    await press('Send test');
    await expect(page.getByText(/^Answered 200 in/).first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'beginning of the answer' })).toHaveText(
      'received, thank you',
    );
    process.stdout.write(`a webhook made, copied and tested: ${interactions} interactions\n`);
    expect(interactions).toBeLessThanOrEqual(7);
    await expectAccessible(page);
    const tested = receiver.requests.find(({ body }) => body.includes('webhook.test'));
    const headers = tested?.headers as Record<string, string>;
    new Webhook(secret).verify(tested?.body ?? '', headers);

    // That a test was sent is a change of its own, and it is told of every one.
    const told = () => receiver.requests.map(({ body }) => JSON.parse(body).type);
    await expect.poll(told).toContain('webhooks.test');

    receiver.answerWith((_request, response) => response.writeHead(410).end('gone'));
    await press('Send test');
    await expect(page.getByText('The receiver answered 410 Gone.')).toBeVisible();
    await page.goto(`${product.dashboardUrl}/notices`);
    await page.getByRole('link', { name: /was disabled$/ }).click();
    receiver.answerWith((_request, response) => response.writeHead(204).end());
    await press('Enable');
    await press('Failed', 'link');
    const failed = page.getByRole('table').getByRole('link', { name: 'webhook.test' });
    await expect(failed).toHaveCount(1);
    await failed.click();
    await press('Replay');
    await expect(page.getByText('Delivered').first()).toBeVisible();
    await expect(page.getByText('Try 2')).toBeVisible();
    await expectAccessible(page);
  } finally {
    // A page that is open still fetches, and would complain of the server's end.
    await page.goto('about:blank');
    await product.stop();
    await receiver.close();
  }
});
