/** Where a popup opened at `anchor` belongs: its dialog, or else the page's `main`. */
export function landmarkOf(anchor: Element | null | undefined): HTMLElement | null {
  return (
    anchor?.closest<HTMLElement>('[role=dialog], [role=alertdialog]') ??
    anchor?.ownerDocument.querySelector<HTMLElement>('main') ??
    null
  );
}
