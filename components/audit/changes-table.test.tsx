import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { ChangesTable } from './changes-table';
import { sampleChange } from './timeline/sample-entries';

function rowOf(more: Parameters<typeof sampleChange>[1]) {
  const entry = sampleChange(1, more);
  if (entry.kind !== 'change') throw new Error('a change is one');
  return { ...entry.event, words: entry.words };
}

test('why a change was refused is said in words, and what a person wrote as they wrote it', async () => {
  const refused = rowOf({ id: 'evt_1', outcome: 'denied', reason: 'out_of_reach' });
  const made = rowOf({ id: 'evt_2', reason: 'found in build_log' });
  const screen = await render(
    <ChangesTable caption="Changes" rows={[refused, made]} empty={null} />,
  );
  await expect.element(screen.getByRole('cell', { name: 'out of reach' })).toBeVisible();
  await expect.element(screen.getByRole('cell', { name: 'found in build_log' })).toBeVisible();
});
