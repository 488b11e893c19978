import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { UndoButton } from './undo-button';

const done = () => Promise.resolve();

test('Undo, and the word that it is final, never stand at once', async () => {
  const screen = await render(<UndoButton deadlineMs={Date.now() + 2_000} onUndo={done} />);
  const undo = screen.getByRole('button', { name: 'Undo' });
  const final = screen.getByText('The revocation is final.');
  await expect.element(undo).toBeVisible();
  expect(final.query()).toBeNull();
  await expect.element(final).toBeVisible();
  expect(undo.query()).toBeNull();
});
