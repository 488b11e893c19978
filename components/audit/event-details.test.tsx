import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import type { EventView } from '@/domain/audit/event-view';
import { EventDetails } from './event-details';
import { sampleChange } from './timeline/sample-entries';

const eventOf = (more: Partial<EventView>) => {
  const entry = sampleChange(1, more);
  if (entry.kind !== 'change') throw new Error('a change was made');
  return entry.event;
};

test('what changed stands first: what was struck out, what is, and what stayed', async () => {
  const event = eventOf({
    before: { name: 'Billing', maxTtlSeconds: 3600 },
    after: { name: 'Billing', maxTtlSeconds: 60, allowedCidrs: ['10.0.0.0/8'] },
  });
  const { container, getByText } = await render(<EventDetails event={event} />);
  await expect.element(getByText('before: − 3600')).toBeVisible();
  await expect.element(getByText('after: + 60')).toBeVisible();
  await expect.element(getByText(/10\.0\.0\.0/)).toBeVisible();
  expect([...container.querySelectorAll('del')]).toHaveLength(1);
  expect([...container.querySelectorAll('ins')]).toHaveLength(2);
  expect(container.querySelector('h3')?.textContent).toBe('What changed');
});

test('a change of no field says so', async () => {
  const { getByText } = await render(<EventDetails event={eventOf({})} />);
  await expect.element(getByText('It changed no field.')).toBeVisible();
});
