import { expect, type Locator, type Page } from '@playwright/test';
import { untilHydrated } from './test';

const MAX_TABS = 150;

/** Presses Tab until the focus is where it is wanted, and demands that one can see it there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  // While a list is open, all beside it is hidden from whoever looks by roles: Tab closes it.
  const isThere = async () =>
    (await target.count()) > 0 &&
    target.evaluate((element) => element === document.activeElement, null, { timeout: 2_000 });
  for (let presses = 0; presses <= MAX_TABS; presses += 1) {
    if (await isThere()) break;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
  await expectFocusRing(target);
}

/** The ring is on the control itself, or on the box drawn around it. */
export async function expectFocusRing(target: Locator): Promise<void> {
  const widths = () =>
    target.evaluate((element) =>
      [element, element.parentElement, element.parentElement?.parentElement].map((each) => {
        if (!each) return 0;
        const style = getComputedStyle(each);
        return style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth);
      }),
    );
  // What is drawn anew just then has no style for a moment.
  const widest = async () => Math.max(...(await widths()));
  await expect.poll(widest, 'width of the focus ring').toBeGreaterThanOrEqual(2);
}

/** What a person does who has a keyboard and no pointer; each stop must show that it has the focus. */
export function atKeyboard(page: Page) {
  const { keyboard } = page;
  async function press(target: Locator, key = 'Enter'): Promise<void> {
    await tabTo(page, target);
    await expect(target).toBeEnabled();
    await keyboard.press(key);
  }
  return {
    press,
    /** Opens a page, and goes past its navigation. */
    async open(path: string): Promise<void> {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await untilHydrated(page);
      // Some pages begin in their first field.
      if (!(await page.evaluate(() => document.activeElement === document.body))) return;
      await keyboard.press('Tab');
      await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
      await keyboard.press('Enter');
    },
    button: (name: string | RegExp) => press(page.getByRole('button', { name, exact: true })),
    tick: (name: string | RegExp) => press(page.getByRole('checkbox', { name }), 'Space'),
    /** Takes the place of what the field of this label holds. */
    async type(label: string, text: string): Promise<void> {
      const words = label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const field = page.getByLabel(new RegExp(`^${words}\\s*(Optional)?$`));
      await tabTo(page, field.and(page.locator('input, textarea')));
      await keyboard.press('Control+A');
      await keyboard.insertText(text);
    },
    /** Chooses an option by typing, of a native list or of one that is searched. */
    async choose(name: string, words: string): Promise<void> {
      const list = page.getByRole('combobox', { name });
      await tabTo(page, list);
      await keyboard.type(words);
      if (await list.evaluate((element) => element instanceof HTMLSelectElement)) {
        const chosen = () =>
          list.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.label);
        await expect.poll(chosen).toContain(words);
        return;
      }
      const option = page.getByRole('option', { name: words }).first();
      await expect(option).toHaveAttribute('data-highlighted');
      await keyboard.press('Enter');
    },
    /** Chooses one of several radios: Tab leads to the chosen one, arrows from there. */
    async pick(name: string | RegExp): Promise<void> {
      const radio = page.getByRole('radio', { name });
      const group = await radio.evaluate((element) => (element as HTMLInputElement).name);
      await tabTo(page, page.locator(`input[type=radio][name="${group}"]:checked`));
      for (let presses = 0; presses < 20 && !(await radio.isChecked()); presses += 1) {
        await keyboard.press('ArrowDown');
      }
      await expect(radio).toBeChecked();
    },
    async menu(button: string | RegExp, entry: string): Promise<void> {
      await press(page.getByRole('button', { name: button }));
      const item = page.getByRole('menuitem', { name: entry, exact: true });
      await expect(item).toBeVisible();
      for (let presses = 0; presses < 20; presses += 1) {
        if (await item.evaluate((element) => element === document.activeElement)) break;
        await keyboard.press('ArrowDown');
      }
      await expect(item).toBeFocused();
      await keyboard.press('Enter');
    },
    /** The last step of a dialog that asks whether it is meant. */
    confirm: (name: string) =>
      press(
        page
          .getByRole('alertdialog')
          .or(page.getByRole('dialog'))
          .getByRole('button', { name, exact: true }),
      ),
    /** Puts a secret away that is shown once. */
    async store(): Promise<void> {
      const shown = page.getByRole('alertdialog');
      await press(shown.getByRole('checkbox', { name: /I have stored it/ }), 'Space');
      await press(shown.getByRole('button', { name: 'Done' }));
      await expect(shown).toBeHidden();
    },
    /** Takes a change back by what tells of it. */
    async undo(): Promise<void> {
      const undo = page.getByRole('button', { name: 'Undo' });
      await expect(undo).toBeVisible();
      await keyboard.press('F6');
      await press(undo);
    },
  };
}

export type Keyboard = ReturnType<typeof atKeyboard>;
