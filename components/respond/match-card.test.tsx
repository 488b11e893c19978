import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { TokenMatch } from '@/components/revocation/token-match';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import { MatchCard } from './match-card';

const match = {
  token: {
    ...{ id: 'tok_1', name: 'deploy-bot', status: 'active', prefix: 'kws_' },
    ...{ livingRelatives: 0, livingBelow: 0 },
    ...{ first4: 'abcd', last4: 'wxyz', expiresAt: '2027-01-01T00:00:00Z', blockedBy: null },
    identity: { id: 'idn_1', type: 'service', name: 'Deployer' },
    group: { id: 'grp_1', slug: 'billing', name: 'Billing' },
  },
  ...{ opened: null, lastUses: null, revokeRefusal: null },
} as unknown as TokenMatch;
const receipt = { name: 'edge', confirmed: true, latencyMs: 12 };
const revoked = { status: 'done', result: { seq: 7, undoSeconds: 30 } };

let server: ReturnType<typeof fakeServer>;
const onRefresh = vi.fn();

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onRefresh.mockClear();
  server = fakeServer();
  server.answer('/questions', () => ({ status: 'done', result: [receipt] }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const Card = (props: { isShown?: boolean; token?: Partial<TokenMatch['token']> }) => (
  <WithPage onRefresh={onRefresh}>
    {props.isShown !== false && (
      <MatchCard match={{ ...match, token: { ...match.token, ...props.token } }} />
    )}
  </WithPage>
);

test('one click revokes, receipts say where it is denied, and Undo takes it back', async () => {
  server.answer('/changes', () => revoked);
  const screen = await render(<Card />);
  await screen.getByRole('button', { name: 'Revoke' }).click();
  await expect.element(screen.getByText('Denied on 1 of 1 verifier in 12 ms')).toBeVisible();
  expect(server.to('/changes')).toEqual([
    expect.objectContaining({ kind: 'revoke', target: 'tok_1', reason: 'leaked' }),
  ]);
  expect(server.to('/questions')).toContainEqual({ question: 'receipts', value: { seq: 7 } });
  expect(onRefresh).toHaveBeenCalled();

  await screen.getByRole('button', { name: 'Undo' }).click();
  await expect.element(screen.getByRole('button', { name: 'Revoke' })).toBeVisible();
  expect(server.to('/changes')[1]).toMatchObject({ kind: 'undoRevoke', target: 'tok_1' });
});

test('a lost answer says what is known; another try is the same change, and is not asked to refresh before', async () => {
  const screen = await render(<Card />);
  await screen.getByRole('button', { name: 'Revoke' }).click();
  const alert = screen.getByRole('alert');
  await expect.element(alert).toHaveTextContent('deploy-bot may be revoked or not');
  expect(onRefresh).not.toHaveBeenCalled();

  server.answer('/changes', () => revoked);
  await screen.getByRole('button', { name: 'Try again' }).click();
  await expect.element(screen.getByText(/^Denied on 1 of 1/)).toBeVisible();
  const [first, second] = server.to('/changes');
  expect(second).toEqual(first);
});

test('a refusal is told with its code and the id of the request, and the button stays', async () => {
  const refusal = { status: 'refused', code: 'not_granted', message: 'No.', requestId: 'req_9' };
  server.answer('/changes', () => refusal);
  const screen = await render(<Card />);
  await screen.getByRole('button', { name: 'Revoke' }).click();
  const alert = screen.getByRole('alert');
  await expect.element(alert).toHaveTextContent('not_granted');
  await expect.element(alert.getByText('req_9')).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Revoke' })).toBeEnabled();
});

test('leaving while there is time moves the undo into a toast', async () => {
  server.answer('/changes', () => revoked);
  const screen = await render(<Card />);
  await screen.getByRole('button', { name: 'Revoke' }).click();
  await expect.element(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  await screen.rerender(<Card isShown={false} />);
  await expect.element(screen.getByText('deploy-bot revoked').first()).toBeVisible();
  await screen.getByRole('button', { name: 'Undo' }).click();
  await expect.element(screen.getByText('deploy-bot works as before').first()).toBeVisible();
});

describe('a token that was rotated, and that others were made from', () => {
  const token = { livingRelatives: 2, livingBelow: 3 };
  const family = ['tok_0', 'tok_1', 'tok_2'];

  test('says who would go on; one click ends the family, and Undo names each of it', async () => {
    server.answer('/changes', ({ kind }) =>
      kind === 'revokeFamily'
        ? { status: 'done', result: { seq: 8, undoSeconds: 30, family } }
        : revoked,
    );
    const screen = await render(<Card token={token} />);
    await expect
      .element(screen.getByText(/2 relatives of it are alive, with the same rights/))
      .toBeVisible();
    await expect.element(screen.getByText(/3 tokens made from it end with it/)).toBeVisible();
    await screen.getByRole('button', { name: 'Revoke all 3' }).click();
    await expect.element(screen.getByText('With 2 relatives.')).toBeVisible();
    await screen.getByRole('button', { name: 'Undo' }).click();
    await expect.element(screen.getByRole('button', { name: 'Revoke all 3' })).toBeVisible();
    const undone = server.to('/changes').filter(({ kind }) => kind === 'undoRevoke');
    expect(undone.map(({ target }) => target)).toEqual(family);
  });

  test('alone it is no end: the card says so, and offers the rest', async () => {
    server.answer('/changes', ({ kind }) =>
      kind === 'revoke'
        ? { status: 'done', result: { seq: 7, undoSeconds: 30, endedBelow: 3 } }
        : { status: 'done', result: { seq: 8, undoSeconds: 30, family: ['tok_0', 'tok_2'] } },
    );
    const screen = await render(<Card token={token} />);
    await screen.getByRole('button', { name: 'Only this one' }).click();
    await expect.element(screen.getByText(/2 relatives of it are alive/)).toBeVisible();
    await expect.element(screen.getByText('3 tokens made from it ended with it.')).toBeVisible();
    await screen.getByRole('button', { name: 'Revoke 2 relatives too' }).click();
    await expect.element(screen.getByText('With 2 relatives.')).toBeVisible();
    expect(server.to('/changes').map(({ kind }) => kind)).toEqual(['revoke', 'revokeFamily']);
  });
});
