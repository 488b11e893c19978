import { expect, type Locator, type Page } from '@playwright/test';

const MAX_TABS = 60;

/** Presses Tab until the focus is where it is wanted, and demands that one can see it there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses <= MAX_TABS; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
  await expectFocusRing(target);
}

/** The ring is on the control itself, or on the box drawn around it. */
export async function expectFocusRing(target: Locator): Promise<void> {
  const widths = await target.evaluate((element) =>
    [element, element.parentElement, element.parentElement?.parentElement].map((each) => {
      if (!each) return 0;
      const style = getComputedStyle(each);
      return style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth);
    }),
  );
  expect(Math.max(...widths), 'width of the focus ring').toBeGreaterThanOrEqual(2);
}
