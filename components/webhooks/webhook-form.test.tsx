import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import type { FormAction } from '@/components/ui/form-state';
import type { ShownSecret } from './shown-secret';
import { CreateWebhook } from './webhook-form';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const made: ShownSecret = { id: 'whk_1', name: 'chat', secret: SECRET, previousUntil: null };
const ACTIONS = ['tokens.revoke', 'tokens.rotate', 'groups.delete'];

/** Without the styles of the page a dialog lies below what shields the rest. */
const press = (of: { element(): Element }) => (of.element() as HTMLElement).click();

function show(create: FormAction<ShownSecret>) {
  return render(
    <WithPage>
      <CreateWebhook
        groups={[{ value: 'grp_1', label: 'Billing' }]}
        actions={ACTIONS}
        create={create}
      />
    </WithPage>,
  );
}

test('a refused address keeps what was typed, and a retry bears the same key', async () => {
  const message = '10.0.0.1 is not an address of the internet.';
  const errors = [{ path: 'url', message }];
  const sent: FormData[] = [];
  const create = vi.fn(async (_previous: unknown, form: FormData) => {
    sent.push(form);
    return { status: 'refused' as const, code: 'invalid_input', message, errors };
  });
  const screen = await show(create);
  await screen.getByLabelText('Address').fill('https://10.0.0.1/hook');
  await screen.getByLabelText('Name').fill('chat');
  const submit = screen.getByRole('button', { name: 'Create webhook' });
  await submit.click();
  const address = screen.getByLabelText('Address');
  await expect.element(address).toHaveAccessibleDescription(expect.stringContaining(message));
  await expect.element(address).toHaveValue('https://10.0.0.1/hook');
  await expect.element(screen.getByLabelText('Name')).toHaveValue('chat');
  await submit.click();
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.get('idempotencyKey')).toBe(sent[0]?.get('idempotencyKey'));
  await address.fill('https://hooks.example.com/hook');
  await submit.click();
  await vi.waitFor(() => expect(sent).toHaveLength(3));
  expect(sent[2]?.get('idempotencyKey')).not.toBe(sent[0]?.get('idempotencyKey'));
});

test('the secret is shown until it is said to be stored, then it is gone from the page', async () => {
  const screen = await show(async () => ({ status: 'done', result: made }));
  await screen.getByLabelText('Address').fill('https://hooks.example.com/hook');
  await screen.getByRole('button', { name: 'Create webhook' }).click();
  await expect.element(screen.getByLabelText('Secret', { exact: true })).toHaveValue(SECRET);
  await expect.element(screen.getByText(/Keyward keeps it encrypted/)).toBeVisible();
  const done = screen.getByRole('button', { name: 'Done' });
  press(done);
  await expect.element(screen.getByLabelText('Secret', { exact: true })).toBeVisible();
  press(screen.getByLabelText('I have stored it'));
  await expect.element(done).not.toHaveAttribute('aria-disabled');
  press(done);
  await vi.waitFor(() => expect(document.querySelector(`input[value="${SECRET}"]`)).toBeNull());
});

test('topics are chosen by words or by the name of the action', async () => {
  const create = vi.fn(async (_previous: unknown, _form: FormData) => ({
    ...{ status: 'refused' as const, code: 'invalid_input', message: 'no' },
  }));
  const screen = await show(create);
  await screen.getByLabelText('Chosen topics').click();
  const topics = screen.getByLabelText('Topics', { exact: true });
  await topics.fill('tokens rev');
  await screen.getByRole('option', { name: /Tokens: revoke/ }).click();
  await topics.fill('*.delete');
  await screen.getByRole('option', { name: /Everywhere: delete/ }).click();
  await screen.getByRole('button', { name: 'Create webhook' }).click();
  await vi.waitFor(() => expect(create).toHaveBeenCalled());
  const form = create.mock.lastCall?.[1];
  expect(form?.get('told')).toBe('chosen');
  expect(form?.getAll('topics').filter(Boolean)).toEqual(['tokens.revoke', '*.delete']);
});
