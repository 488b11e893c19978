import { expect, type Locator, type Page } from '@playwright/test';
import { tabTo } from './keys';

/** What somebody must finish: at most so many clicks, keys that do something and pastes, in so many seconds. */
interface Target {
  readonly task: string;
  /** Null where it is counted in commands, not in clicks. */
  readonly interactions: number | null;
  readonly seconds: number;
  /** On a phone as well, whose keys may be anywhere. */
  readonly byKeys?: boolean;
}

/** A machine that runs everything at once is slower than a person's: the seconds are printed, and fail past this. */
const PATIENCE = 4;
const PHONE_BELOW = 768;

/** The two widths at which everybody finishes: at a desk, and with a phone in hand. */
export const WIDTHS = [
  [1440, 900],
  [390, 844],
] as const;

/** Counts what a person does from now on, and prints it beside the target. */
export function persona(page: Page, { task, interactions, seconds, byKeys = false }: Target) {
  const startedAt = performance.now();
  const width = page.viewportSize()?.width ?? 0;
  const byFinger = width < PHONE_BELOW && !byKeys;
  let done = 0;
  async function press(keys: string): Promise<void> {
    done += 1;
    await page.keyboard.press(keys);
  }
  async function click(what: Locator): Promise<void> {
    done += 1;
    await what.click();
  }
  return {
    press,
    click,
    /** By keys alone at a desk, with the ring of the focus to be seen; by a finger on a phone. */
    async use(what: Locator, keys = 'Enter'): Promise<void> {
      if (byFinger) return click(what);
      await tabTo(page, what);
      await press(keys);
    },
    /** An entry of the open menu: arrows lead to it, as Tab does elsewhere. */
    async choose(entry: Locator): Promise<void> {
      if (byFinger) return click(entry);
      await expect(async () => {
        await page.keyboard.press('ArrowDown');
        await expect(entry).toBeFocused({ timeout: 200 });
      }).toPass();
      await press('Enter');
    },
    /** Something pasted into this field. */
    async paste(field: Locator, text: string): Promise<void> {
      done += 1;
      if (byFinger) await field.focus();
      else await tabTo(page, field);
      await page.keyboard.insertText(text);
    },
    /** Opens the palette, types, and takes what is found. */
    async find(text: string, found: RegExp): Promise<void> {
      if (byFinger) await click(page.getByRole('button', { name: 'Search and commands' }));
      else await press('Control+K');
      await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeFocused();
      await page.keyboard.insertText(text);
      const option = page.getByRole('option', { name: found });
      await expect(option).toBeVisible();
      if (byFinger) return click(option);
      await expect(option).toHaveAttribute('data-highlighted', '');
      await press('Enter');
    },
    /** What is done outside the browser, as in a terminal. */
    elsewhere(count: number): void {
      done += count;
    },
    /** Prints and compares; call it once what the task is for can be seen. */
    finish(): void {
      const took = (performance.now() - startedAt) / 1_000;
      const most = interactions === null ? '' : ` of ${interactions}`;
      process.stdout.write(
        `${width} px: ${task}: ${done}${most} interactions, ${took.toFixed(1)} of ${seconds} s\n`,
      );
      if (interactions !== null) expect(done, task).toBeLessThanOrEqual(interactions);
      expect(took, task).toBeLessThan(seconds * PATIENCE);
    },
  };
}
