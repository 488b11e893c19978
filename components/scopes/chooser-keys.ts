const PAGE_ROWS = 10;

/** The row an arrow or page key leads to, kept inside the list; null for any other key. */
export function rowAfterKey(key: string, active: number, count: number): number | null {
  const inside = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return inside(active + 1);
    case 'ArrowUp':
      return inside(active - 1);
    case 'PageDown':
      return inside(active + PAGE_ROWS);
    case 'PageUp':
      return inside(active - PAGE_ROWS);
    case 'Home':
      return inside(0);
    case 'End':
      return inside(count - 1);
    default:
      return null;
  }
}
