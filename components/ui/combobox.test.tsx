import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Combobox, type ComboboxProps } from './combobox';
import { Field } from './field';

const options = [
  { value: 'grp_1', label: 'Billing', hint: 'billing' },
  { value: 'grp_2', label: 'Platform', hint: 'platform' },
  { value: 'grp_3', label: 'Frozen', hint: 'frozen', disabled: true },
  { value: 'grp_4', label: 'Support desk', hint: 'helpers' },
];
const keys = (text: string) => userEvent.keyboard(text);

async function start(props: Partial<ComboboxProps>) {
  const screen = await render(
    <form aria-label="Form">
      <Field name="group" label="Group">
        <Combobox {...(props as ComboboxProps)} options={options} />
      </Field>
    </form>,
  );
  const submitted = () =>
    new FormData(screen.getByRole('form').element() as HTMLFormElement).getAll('group');
  return { screen, submitted, box: screen.getByRole('combobox', { name: 'Group' }) };
}

test('one is found and chosen by keys alone, and submitted under the name of the field', async () => {
  const onValueChange = vi.fn();
  const { screen, box, submitted } = await start({ onValueChange });
  await keys('{Tab}');
  await expect.element(box).toHaveFocus();
  await keys('plat');
  await expect.element(screen.getByRole('option', { name: 'Platform' })).toBeVisible();
  expect(screen.getByRole('option').elements()).toHaveLength(1);
  await keys('{Enter}');
  await expect.element(box).toHaveValue('Platform');
  expect(onValueChange).toHaveBeenLastCalledWith('grp_2');
  expect(submitted()).toEqual(['grp_2']);
  await expect.element(screen.getByRole('listbox')).not.toBeInTheDocument();
});

test('arrows walk the list, and Escape leaves it without choosing', async () => {
  const { screen, box, submitted } = await start({ defaultValue: 'grp_1' });
  await expect.element(box).toHaveValue('Billing');
  await keys('{Tab}{ArrowDown}');
  await expect.element(screen.getByRole('listbox')).toBeVisible();
  await keys('{Escape}');
  await expect.element(screen.getByRole('listbox')).not.toBeInTheDocument();
  expect(submitted()).toEqual(['grp_1']);
});

test('words of the hint find an option, and what cannot be chosen says so', async () => {
  const { screen } = await start({});
  await keys('{Tab}helpers');
  await expect.element(screen.getByRole('option', { name: 'Support desk' })).toBeVisible();
  await userEvent.clear(screen.getByRole('combobox'));
  await keys('frozen');
  await expect
    .element(screen.getByRole('option', { name: 'Frozen' }))
    .toHaveAttribute('aria-disabled', 'true');
});

test('several become chips by keys, and Backspace takes the last away', async () => {
  const onValueChange = vi.fn();
  const { screen, submitted } = await start({ multiple: true, onValueChange });
  await keys('{Tab}bill');
  await expect.element(screen.getByRole('option', { name: 'Billing' })).toBeVisible();
  await keys('{Enter}');
  await expect.element(screen.getByRole('button', { name: 'Remove Billing' })).toBeVisible();
  await keys('plat');
  await expect.element(screen.getByRole('option', { name: 'Platform' })).toBeVisible();
  await keys('{Enter}');
  await expect.poll(submitted).toEqual(['grp_1', 'grp_2']);
  await keys('{Backspace}');
  await expect.poll(submitted).toEqual(['grp_1']);
  expect(onValueChange).toHaveBeenLastCalledWith(['grp_1']);
});

test('Escape keeps the chips, also where the list is closed already', async () => {
  const { screen, submitted } = await start({ multiple: true });
  await keys('{Tab}bill');
  await expect.element(screen.getByRole('option', { name: 'Billing' })).toBeVisible();
  await keys('{Enter}');
  await expect.element(screen.getByRole('button', { name: 'Remove Billing' })).toBeVisible();
  await keys('{Escape}');
  await expect.element(screen.getByRole('listbox')).not.toBeInTheDocument();
  await keys('{Escape}');
  await keys('plat');
  await expect.element(screen.getByRole('option', { name: 'Platform' })).toBeVisible();
  await keys('{Enter}');
  await expect.poll(submitted).toEqual(['grp_1', 'grp_2']);
});

test('what is chosen is submitted before anything was pressed, and a chip goes already', async () => {
  const { screen, submitted } = await start({ multiple: true, defaultValue: ['grp_1', 'grp_2'] });
  expect(submitted()).toEqual(['grp_1', 'grp_2']);
  await screen.getByRole('button', { name: 'Remove Platform' }).click();
  await expect.poll(submitted).toEqual(['grp_1']);
});

test('a chip that is pressed stays until it is released, though the list arrives meanwhile', async () => {
  const { screen, submitted } = await start({ multiple: true, defaultValue: ['grp_1', 'grp_2'] });
  const chip = screen.getByRole('button', { name: 'Remove Platform' }).element() as HTMLElement;
  const pointer = (type: string) =>
    chip.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true }));
  pointer('pointerdown');
  await import('./full-combobox');
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  expect(chip.isConnected).toBe(true);
  pointer('pointerup');
  chip.click();
  await expect.poll(submitted).toEqual(['grp_1']);
  await expect.poll(() => chip.isConnected).toBe(false);
});

test('what is typed is told where the options come from a search', async () => {
  const onSearch = vi.fn();
  await start({ multiple: true, onSearch });
  await keys('{Tab}ad');
  await expect.poll(() => onSearch.mock.lastCall).toEqual(['ad']);
});
