import { isDialogOpen } from './use-shortcuts';

/** What is left of a page where something in it is gone, from the inside out. */
const REGION = 'form, section, article, table, [role=region], [role=toolbar], main';

/** Longer than whoever closes a popup takes to give the focus back itself. */
const SETTLED_MS = 120;

const isLost = () => !document.activeElement || document.activeElement === document.body;

/** A button that was switched off under somebody's finger holds the focus no more. */
const isUsable = (element: Element) =>
  element.isConnected && !element.matches(':disabled') && element.getClientRects().length > 0;

/** Focuses what Tab passes by, once: from there Tab goes on to what stands in it. */
function focusOnce(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}

/**
 * Keeps the focus in the page. Where what had it is taken away — a bar that was saved, a row that was revoked —
 * it goes to what stood around that; on another page, to its heading, which a screen reader then reads
 * (WCAG 2.4.3). Whoever holds the focus on purpose keeps it: a field that a page begins in, a dialog.
 * @returns arrive: another page has come; stop
 */
export function keepFocus(): { arrive: () => void; stop: () => void } {
  let around: Element[] = [];
  /** What had the focus as another page came; undefined while none has. */
  let left: Element | null | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function note({ target }: FocusEvent) {
    around = [];
    for (let at = target as Element | null; at; at = at.parentElement) around.push(at);
  }
  const placeOf = () =>
    around.slice(1).find((element) => element.matches(REGION) && isUsable(element));

  function settle() {
    if (isDialogOpen()) return;
    const heading = document.querySelector<HTMLElement>('main h1');
    if (left !== undefined) {
      if (!isLost() && document.activeElement !== left) left = undefined;
      else if (heading) {
        left = undefined;
        focusOnce(heading);
      }
      return;
    }
    const [last] = around;
    if (!isLost() || !last || isUsable(last)) return;
    const place = placeOf();
    const target = place?.matches('main') ? heading : place;
    if (target instanceof HTMLElement) focusOnce(target);
  }
  function soon() {
    if (left === undefined && !isLost()) return;
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLED_MS);
  }

  const changes = new MutationObserver(soon);
  changes.observe(document.body, {
    ...{ childList: true, subtree: true },
    attributeFilter: ['disabled', 'hidden'],
  });
  document.addEventListener('focusin', note);
  return {
    arrive() {
      const { activeElement } = document;
      // Within the page it has stayed: as on the tabs and lists that lead through it.
      if (activeElement?.closest('main *') && isUsable(activeElement)) return;
      left = activeElement;
      soon();
    },
    stop() {
      clearTimeout(timer);
      changes.disconnect();
      document.removeEventListener('focusin', note);
    },
  };
}
