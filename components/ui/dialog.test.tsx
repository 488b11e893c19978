import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Dialog } from './dialog';

function Sample() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="Sample">
        <input aria-label="Name" />
        <input aria-label="Find" type="search" />
        <label>
          <input type="radio" /> Lead
        </label>
        <button type="button" onClick={() => setOpen(false)}>
          Save
        </button>
      </Dialog>
    </>
  );
}

const start = async () => {
  const screen = await render(<Sample />);
  await expect.element(screen.getByRole('dialog')).toBeVisible();
  const question = screen.getByText('Discard what you entered?');
  return { screen, dialog: screen.getByRole('dialog'), question };
};

/** Without styles nothing is in front of anything else. */
const press = (found: { element(): Element }) => (found.element() as HTMLElement).click();

test('Escape closes a dialog in which nothing was entered, a search aside', async () => {
  const { screen, dialog } = await start();
  await screen.getByRole('searchbox').fill('x');
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
});

test('Escape never throws away what was typed: it asks, and asked again it keeps', async () => {
  const { screen, dialog, question } = await start();
  const name = screen.getByRole('textbox', { name: 'Name' });
  await name.fill('Ada');
  await userEvent.keyboard('{Escape}');
  await expect.element(question).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Keep editing' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(question).not.toBeInTheDocument();
  await expect.element(name).toHaveValue('Ada');
  await expect.element(name).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  press(screen.getByRole('button', { name: 'Discard' }));
  await expect.element(dialog).not.toBeInTheDocument();
});

test('what was picked is asked about as well', async () => {
  const { screen, question } = await start();
  press(screen.getByRole('radio'));
  await userEvent.keyboard('{Escape}');
  await expect.element(question).toBeVisible();
});

test('what was saved is not asked about when the dialog opens again', async () => {
  const { screen, dialog } = await start();
  await screen.getByRole('textbox', { name: 'Name' }).fill('Ada');
  press(screen.getByRole('button', { name: 'Save' }));
  await expect.element(dialog).not.toBeInTheDocument();
  press(screen.getByRole('button', { name: 'Open' }));
  await expect.element(dialog).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
});
