import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { type ShownTest, WebhookTest } from './webhook-test';

const tried = {
  ...{ at: '2026-11-26T14:05:09Z', durationMs: 83, status: 200, error: null, response: 'thanks' },
};
const answered: ShownTest = { webhook: 'whk_1', id: 'dlv_1', state: 'delivered', tried };

const show = (
  test: ShownTest | null,
  more: { refusal?: string; send?: () => Promise<never> } = {},
) =>
  render(
    <WithPage>
      <WebhookTest
        test={test}
        refusal={more.refusal}
        send={more.send ?? (async () => ({ status: 'done', result: undefined }))}
      />
    </WithPage>,
  );

test('shows what a receiver answered: status, time, and how it begins', async () => {
  const screen = await show(answered);
  await expect.element(screen.getByText('Answered 200 in 83 ms')).toBeVisible();
  await expect
    .element(screen.getByLabelText('beginning of the answer', { exact: true }))
    .toHaveTextContent('thanks');
});

test('says why a test failed, and that it is tried again', async () => {
  const failed = { ...tried, status: 302, error: 'It answered 302: redirects are not followed.' };
  const screen = await show({ ...answered, state: 'waiting', tried: failed });
  await expect.element(screen.getByText(failed.error)).toBeVisible();
  await expect.element(screen.getByText(/it will be tried again/)).toBeVisible();
});

test('sends once while a test is under way', async () => {
  const send = vi.fn(async () => undefined as never);
  const screen = await show({ ...answered, state: 'waiting', tried: null }, { send });
  await expect.element(screen.getByText('The test is under way')).toBeVisible();
  await screen.getByRole('button', { name: 'Send test' }).click({ force: true });
  expect(send).not.toHaveBeenCalled();
});

test('a disabled webhook says why none is sent', async () => {
  const send = vi.fn(async () => undefined as never);
  const screen = await show(null, { refusal: 'chat is disabled: enable it first.', send });
  await expect.element(screen.getByText('chat is disabled: enable it first.')).toBeInTheDocument();
  await screen.getByRole('button', { name: 'Send test' }).click({ force: true });
  expect(send).not.toHaveBeenCalled();
});
