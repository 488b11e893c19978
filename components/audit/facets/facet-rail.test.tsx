import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { termsOf } from '../query/edit-query';
import { FacetRail } from './facet-rail';

const facets = [
  {
    ...{ key: 'outcome' as const, isAll: true },
    values: [
      { value: 'allowed', label: null, count: 1_200 },
      { value: 'denied', label: null, count: 7 },
    ],
  },
  {
    key: 'token' as const,
    isAll: true,
    values: [{ value: 'tok_1', label: 'Deploy bot', count: 3 }],
  },
];

async function start(q: string) {
  const onToggle = vi.fn();
  const rail = (
    <FacetRail of="All" facets={facets} terms={termsOf(q)} isBusy={false} onToggle={onToggle} />
  );
  return { screen: await render(rail), onToggle };
}

test('values stand under their keys with their counts, by their names', async () => {
  const { screen, onToggle } = await start('');
  const outcomes = screen.getByRole('list', { name: 'Outcome' });
  await expect.element(outcomes).toHaveTextContent('allowed 1,200');
  await screen.getByRole('button', { name: 'Deploy bot 3' }).click();
  expect(onToggle).toHaveBeenLastCalledWith({ key: 'token', text: 'tok_1', negated: false });
  await screen.getByRole('button', { name: 'Leave out Deploy bot' }).click();
  expect(onToggle).toHaveBeenLastCalledWith({ key: 'token', text: 'tok_1', negated: true });
});

test('what the query asks for is pressed, and what it leaves out too', async () => {
  const { screen } = await start('outcome:denied -token:tok_1');
  const pressed = (name: string) => screen.getByRole('button', { name, pressed: true });
  await expect.element(pressed('denied 7')).toBeVisible();
  await expect.element(pressed('Leave out Deploy bot')).toBeVisible();
  await expect.element(pressed('allowed 1,200')).not.toBeInTheDocument();
});
