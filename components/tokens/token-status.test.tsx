import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { TokenStatus } from './token-status';

test('a token refused by policy says so, and what it breaks', async () => {
  const screen = await render(
    <TokenStatus
      token={{ status: 'blocked', blockedBy: 'policy_not_met', breaks: ['lifetime', 'rotation'] }}
    />,
  );
  await expect.element(screen.getByText('Policy not met')).toBeVisible();
  await expect.element(screen.getByText('lives too long, not rotated in time')).toBeVisible();
});

test('a frozen group says nothing of the policy, whatever it breaks', async () => {
  const screen = await render(
    <TokenStatus token={{ status: 'blocked', blockedBy: 'group_frozen', breaks: ['lifetime'] }} />,
  );
  await expect.element(screen.getByText('Group frozen')).toBeVisible();
  expect(screen.getByText('lives too long').query()).toBeNull();
});
