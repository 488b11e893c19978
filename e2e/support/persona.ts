import { expect, type Locator, type Page } from '@playwright/test';

/** What somebody must finish: at most so many clicks, keys that do something and pastes, in so many seconds. */
interface Target {
  readonly task: string;
  readonly interactions: number;
  readonly seconds: number;
}

/** Counts what a person does from now on, and prints it beside the target. */
export function persona(page: Page, { task, interactions, seconds }: Target) {
  const startedAt = performance.now();
  let done = 0;
  return {
    async click(what: Locator): Promise<void> {
      done += 1;
      await what.click();
    },
    async press(keys: string): Promise<void> {
      done += 1;
      await page.keyboard.press(keys);
    },
    /** Prints and compares; call it once what the task is for can be seen. */
    finish(): void {
      const took = (performance.now() - startedAt) / 1_000;
      const width = page.viewportSize()?.width;
      process.stdout.write(
        `${width} px: ${task}: ${done} of ${interactions} interactions, ${took.toFixed(1)} of ${seconds} s\n`,
      );
      expect(done, task).toBeLessThanOrEqual(interactions);
      expect(took, task).toBeLessThan(seconds);
    },
  };
}
