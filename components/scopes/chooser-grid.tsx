'use client';

import { useCallback, useEffect } from 'react';
import { useRowWindow } from '@/components/data-table/use-row-window';
import type { ChooserRow } from './chooser-model';
import { GroupLine, OperationLine } from './chooser-rows';
import { useChooserKeys } from './use-chooser-keys';

/** The rows of the chooser as a tree grid; only those in sight are rendered. */
export function ChooserGrid(props: {
  rows: ChooserRow[];
  selected: ReadonlySet<string>;
  readOnly: boolean;
  onSet: (names: string[], value: boolean) => void;
  onToggleGroup: (tag: string) => void;
}) {
  const { rows, selected, readOnly } = props;
  const sight = useRowWindow(rows.length);
  const { viewport, slice, start, end, reveal } = sight;
  const focusRow = useCallback(
    (index: number) =>
      slice.current
        ?.querySelector<HTMLInputElement>(`[data-index="${index}"] input`)
        ?.focus({ preventScroll: true }),
    [slice],
  );
  const keys = useChooserKeys({ ...props, reveal, focusRow });
  // Whoever tabs into the grid lands on a rendered row, wherever the list was scrolled to.
  const tabStop = keys.active >= start && keys.active < end ? keys.active : start;
  useKeptFocus(viewport, start, end);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: one listener for the rows; their boxes take the focus
    <div
      ref={viewport}
      tabIndex={-1}
      onKeyDown={keys.onKeyDown}
      onKeyUp={keys.onKeyUp}
      onClick={keys.onClick}
      onFocus={keys.onFocus}
      className="relative h-[60dvh] min-h-72 sm:h-[calc(100dvh-27rem)] sm:min-h-96 overflow-y-auto overscroll-contain -outline-offset-2! select-none"
    >
      <div ref={sight.extent}>
        <div ref={slice}>
          <table
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA allows it; rows stay native
            role="treegrid"
            aria-label="Operations"
            aria-rowcount={rows.length}
            aria-multiselectable
            aria-readonly={readOnly || undefined}
            className="w-full table-fixed border-separate border-spacing-0 text-sm"
          >
            <tbody>
              {rows.slice(start, end).map((row, offset) => {
                const index = start + offset;
                const shared = { index, active: index === tabStop, readOnly };
                return row.kind === 'group' ? (
                  <GroupLine
                    key={row.key}
                    {...shared}
                    group={row.group}
                    open={row.open}
                    selected={selected}
                  />
                ) : (
                  <OperationLine
                    key={row.key}
                    {...shared}
                    operation={row.operation}
                    selected={selected.has(row.operation.name)}
                  />
                );
              })}
            </tbody>
          </table>
        </div>
      </div>
    </div>
  );
}

/** A focused row that scrolls out of sight is unmounted; the grid keeps the focus in its place. */
function useKeptFocus(
  viewport: React.RefObject<HTMLDivElement | null>,
  start: number,
  end: number,
) {
  useEffect(() => {
    const box = viewport.current;
    if (!box || end <= start) return;
    function onFocusOut(event: FocusEvent) {
      const gone = event.target instanceof Element && !event.target.isConnected;
      if (gone && event.relatedTarget === null) box?.focus({ preventScroll: true });
    }
    box.addEventListener('focusout', onFocusOut);
    return () => box.removeEventListener('focusout', onFocusOut);
  }, [viewport, start, end]);
}
