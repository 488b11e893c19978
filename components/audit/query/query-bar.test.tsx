import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { paths } from '@/components/paths';
import { SecretHandlerProvider } from '@/components/secret-paste/secret-paste';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import { QueryBar } from './query-bar';

const keys = (text: string) => userEvent.keyboard(text);
const secret = 'kwp_0123456789abcdefghijABCDEFGHIJ0123ab';

afterEach(() => vi.unstubAllGlobals());

async function start(q = '') {
  const server = fakeServer();
  server.answer(paths.questions(), () => ({
    status: 'done',
    result: { items: [{ value: 'tok_1', label: 'Deploy bot' }] },
  }));
  const onAsk = vi.fn();
  const onSecret = vi.fn();
  const bar = (asked: string) => (
    <WithPage>
      <SecretHandlerProvider value={onSecret}>
        <QueryBar q={asked} onAsk={onAsk} pending={false} range={undefined} />
      </SecretHandlerProvider>
    </WithPage>
  );
  const screen = await render(bar(q));
  return {
    ...{ screen, server, onAsk, onSecret },
    field: screen.getByRole('combobox', { name: 'Query' }),
    show: (asked: string) => screen.rerender(bar(asked)),
  };
}

test('a key, then its value, are completed by keys alone, and Enter asks', async () => {
  const { screen, field, onAsk } = await start();
  await keys('{Tab}out');
  await expect.element(screen.getByRole('option', { name: /^outcome:/ })).toBeVisible();
  await keys('{ArrowDown}{Enter}');
  await expect.element(field).toHaveValue('outcome:');
  await expect.element(screen.getByRole('option', { name: 'denied' })).toBeVisible();
  await keys('de{ArrowDown}{Enter}');
  await expect.element(field).toHaveValue('outcome:denied ');
  expect(onAsk).not.toHaveBeenCalled();
  await keys('{Escape}{Enter}');
  expect(onAsk).toHaveBeenCalledExactlyOnceWith('outcome:denied');
});

test('asking closes the list, though a completion is offered', async () => {
  const { screen, field, onAsk } = await start();
  await keys('{Tab}out');
  await expect.element(screen.getByRole('option', { name: /^outcome:/ })).toBeVisible();
  await keys('{Enter}');
  expect(onAsk).toHaveBeenCalledExactlyOnceWith('out');
  await expect.element(field).toHaveAttribute('aria-expanded', 'false');
});

test('Escape closes the list, and never throws away what was typed', async () => {
  const { screen, field } = await start();
  await keys('{Tab}out');
  await expect.element(screen.getByRole('option', { name: /^outcome:/ })).toBeVisible();
  await keys('{Escape}');
  await expect.element(screen.getByRole('option')).not.toBeInTheDocument();
  await keys('{Escape}');
  await expect.element(field).toHaveValue('out');
});

test('values that the server knows are offered by their names', async () => {
  const { screen, server, field } = await start();
  await field.fill('token:dep');
  await screen.getByRole('option', { name: /Deploy bot/ }).click();
  await expect.element(field).toHaveValue('token:tok_1 ');
  expect(server.to(paths.questions()).at(-1)).toEqual({
    ...{ question: 'auditCompletions', value: { key: 'token', prefix: 'dep' } },
  });
});

test('what is mistyped is marked with its place, asks nothing, and is mended in one click', async () => {
  const { screen, field, onAsk } = await start();
  await field.fill('x grup:web');
  await keys('{Escape}{Enter}');
  const problem = screen.getByRole('alert');
  await expect.element(problem).toHaveTextContent('There is no key “grup”.');
  await expect.element(problem.getByText('grup', { exact: true })).toBeVisible();
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  expect(onAsk).not.toHaveBeenCalled();
  await screen.getByRole('button', { name: 'Use group' }).click();
  expect(onAsk).toHaveBeenCalledExactlyOnceWith('x group:web');
});

test('what an address has mistyped is said at once', async () => {
  const { screen } = await start('outcome:denyed');
  await expect.element(screen.getByRole('alert')).toHaveTextContent('At character 9');
  await expect.element(screen.getByRole('list', { name: 'Terms' })).not.toBeInTheDocument();
});

test('each term is a chip that goes, or is turned around', async () => {
  const { screen, onAsk } = await start('outcome:denied -group:web "two words"');
  const terms = screen.getByRole('list', { name: 'Terms' });
  expect(terms.getByRole('listitem').elements()).toHaveLength(3);
  await screen.getByRole('button', { name: 'Remove "two words"' }).click();
  expect(onAsk).toHaveBeenLastCalledWith('outcome:denied -group:web');
  await screen.getByRole('button', { name: 'Look for group:web' }).click();
  expect(onAsk).toHaveBeenLastCalledWith('outcome:denied group:web "two words"');
  await screen.getByRole('button', { name: 'Leave out outcome:denied' }).click();
  expect(onAsk).toHaveBeenLastCalledWith('-outcome:denied -group:web "two words"');
});

test('another query from elsewhere takes the place of what was typed', async () => {
  const { field, show } = await start('outcome:denied');
  await field.fill('half ty');
  await show('outcome:denied group:web');
  await expect.element(field).toHaveValue('outcome:denied group:web');
});

test('a secret never stays in the query', async () => {
  const { field, onSecret, onAsk } = await start();
  await field.fill(`token:${secret}`);
  expect(onSecret).toHaveBeenCalledWith(secret);
  await expect.element(field).not.toHaveValue(expect.stringContaining(secret));
  expect(onAsk).not.toHaveBeenCalled();
});
