import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import type { TokenView } from '@/domain/tokens/token-view';
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

// Each once: one that is added lacks here until it has its word.
const STATUSES = Object.keys({
  ...{ revoked: 1, retired: 1, awaiting: 1, suspended: 1, expired: 1 },
  ...{ idle: 1, rotating: 1, expiring: 1, active: 1 },
} satisfies Record<Exclude<TokenView['status'], 'blocked'>, 1>) as TokenView['status'][];
const REASONS = Object.keys({
  ...{ identity_suspended: 1, membership_ended: 1, group_frozen: 1 },
  ...{ parent_ended: 1, policy_not_met: 1 },
} satisfies Record<NonNullable<TokenView['blockedBy']>, 1>) as NonNullable<
  TokenView['blockedBy']
>[];

test('every status, and whatever blocks a token, has a word of its own', async () => {
  const screen = await render(
    <>
      {STATUSES.map((status) => (
        <p key={status}>
          <TokenStatus token={{ status, blockedBy: null }} />
        </p>
      ))}
      {REASONS.map((blockedBy) => (
        <p key={blockedBy}>
          <TokenStatus token={{ status: 'blocked', blockedBy }} />
        </p>
      ))}
    </>,
  );
  await expect.element(screen.getByText('Revoked')).toBeVisible();
  const words = [...screen.container.querySelectorAll('p')].map((line) => line.textContent);
  expect(words).toHaveLength(STATUSES.length + REASONS.length);
  expect(new Set(words).size).toBe(words.length);
  for (const word of words) expect(word).toMatch(/^[A-Z][a-z]+( [a-z]+)*$/);
});
