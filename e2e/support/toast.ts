import { expect, type Page } from '@playwright/test';

/** Waits for a toast with these words. For a moment they stand twice: what is read out is a copy. */
export async function expectToast(page: Page, words: string): Promise<void> {
  await expect(page.getByText(words).first()).toBeVisible();
}
