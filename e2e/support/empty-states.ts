import type { Page } from '@playwright/test';

/** What a page says in place of a list that has nothing in it. */
export interface ShownEmpty {
  readonly page: string;
  readonly title: string;
  /** All of it, the title included. */
  readonly words: string;
  /** Whether a link or a button stands in it, beside the heading of its part, or in the page's header. */
  readonly hasNext: boolean;
}

/** Nothing is to be done there, by their titles, each with the reason. */
const WAITING: Readonly<Record<string, string>> = {
  'Nothing needs you now': 'Good news, which nobody must do anything about.',
  'No such change yet': 'A part of the overview, which says above what to do first.',
  'No group was pushed yet': 'The steps stand in the part above.',
  'No mail was sent yet': 'How mail is set up stands in the part above.',
  'Nothing is old enough to go': 'Days go by themselves.',
  'Nothing was dropped yet': 'Days go by themselves.',
};

/** Reads the empty states of the page that is open. @param page its title in the list of routes */
export async function readEmptyStates(page: Page, title: string): Promise<ShownEmpty[]> {
  const found = await page.locator('main [data-empty]').evaluateAll((boxes) => {
    const NEXT = 'a[href], button:not(:disabled, [aria-disabled="true"])';
    return boxes.map((box) => {
      const part = box.closest('section[aria-labelledby]')?.querySelector('header');
      const header = document.querySelector('main header');
      return {
        title: box.querySelector('p')?.textContent ?? '',
        words: box.textContent ?? '',
        hasNext: [box, part, header].some((place) => place?.querySelector(NEXT) != null),
      };
    });
  });
  // The same part of a page, for another time ahead.
  return found.map((one) => ({ ...one, page: title.replace('&ahead=7', '') }));
}

/** A line for each two pages that say the same. */
export function sharedWords(empties: readonly ShownEmpty[]): string[] {
  const pages = new Map<string, string>();
  return empties.flatMap(({ page, words }) => {
    const first = pages.get(words) ?? page;
    pages.set(words, first);
    return first === page ? [] : [`${first} and ${page} both say: ${words}`];
  });
}

/** A line for each that leaves its reader without a next step. */
export const withoutNext = (empties: readonly ShownEmpty[]): string[] =>
  empties
    .filter(({ hasNext, title }) => !hasNext && !Object.hasOwn(WAITING, title))
    .map(({ page, title }) => `${page}: "${title}" says nothing of what to do next`);
