import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import { MailTest, type ShownMailTest } from './mail-test';

const at = '2026-11-26T14:05:09Z';
const send = vi.fn(async () => ({ status: 'done' as const, result: 'ada@example.com' }));

const show = (test: ShownMailTest | null, onRefresh?: () => void) =>
  render(
    <WithPage {...(onRefresh && { onRefresh })}>
      <MailTest test={test} refusal={undefined} send={send} />
    </WithPage>,
  );

test('asks for a test once and reads the page anew', async () => {
  send.mockClear();
  const onRefresh = vi.fn();
  const screen = await show(null, onRefresh);
  await screen.getByRole('button', { name: 'Send test to myself' }).click();
  await vi.waitFor(() => expect(onRefresh).toHaveBeenCalled());
  expect(send).toHaveBeenCalledOnce();
});

test('waits while a worker has it, and says why it was not sent', async () => {
  send.mockClear();
  const waiting = { to: 'ada@example.com', at, outcome: 'waiting' as const, error: null };
  const screen = await show(waiting);
  await expect.element(screen.getByText('Waiting for a worker')).toBeVisible();
  await screen.getByRole('button', { name: 'Send test to myself' }).click({ force: true });
  expect(send).not.toHaveBeenCalled();
  await screen.unmount();
  const failed = await show({
    ...waiting,
    outcome: 'failed',
    error: 'The worker has no SMTP_URL.',
  });
  await expect.element(failed.getByText('The worker has no SMTP_URL.')).toBeVisible();
});
