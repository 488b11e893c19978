'use client';

import { useCallback, useMemo, useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { NoMatchState } from '@/components/ui/states';
import { ChooserGrid } from './chooser-grid';
import {
  groupByTag,
  indexOperations,
  searchOperations,
  type TagGroup,
  toRows,
} from './chooser-model';
import { ChooserToolbar } from './chooser-toolbar';
import type { ScopeOperation } from './scope-operation';

// Longer lists start closed: the tags are then the overview.
const MAX_OPEN = 60;

/** Chooses operations out of thousands: search, tags, methods, ranges; all by mouse or keyboard. */
export function OperationChooser(props: {
  operations: readonly ScopeOperation[];
  selected: ReadonlySet<string>;
  onSet: (names: string[], value: boolean) => void;
  readOnly: boolean;
}) {
  const { operations, selected, readOnly } = props;
  const [search, setSearch] = useState('');
  // A snapshot, so that a row does not vanish under the pointer that unticks it.
  const [only, setOnly] = useState<ReadonlySet<string> | null>(readOnly ? selected : null);
  const index = useMemo(() => indexOperations(operations), [operations]);
  const groups = useMemo(
    () => groupByTag(searchOperations(index, search, only)),
    [index, search, only],
  );
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const shown = groups.reduce((sum, group) => sum + group.names.length, 0);
  const openFirst = shown <= MAX_OPEN || search.trim() !== '';
  const rows = useMemo(
    () => toRows(groups, (group: TagGroup) => openFirst !== toggled.has(group.tag)),
    [groups, openFirst, toggled],
  );

  const toggleGroup = useCallback((tag: string) => {
    setToggled((current) => {
      const next = new Set(current);
      if (!next.delete(tag)) next.add(tag);
      return next;
    });
  }, []);
  const openAll = (open: boolean) =>
    setToggled(new Set(open === openFirst ? [] : groups.map((group) => group.tag)));
  function clear() {
    setSearch('');
    setOnly(null);
  }

  return (
    <div>
      <ChooserToolbar
        groups={groups}
        total={operations.length}
        shown={shown}
        selected={selected}
        readOnly={readOnly}
        search={search}
        onSearch={(text) => {
          // What was opened by hand belongs to the view before.
          if ((text.trim() === '') !== (search.trim() === '')) setToggled(new Set());
          setSearch(text);
        }}
        selectedOnly={only !== null}
        onSelectedOnly={(on) => setOnly(on ? selected : null)}
        onSet={props.onSet}
        onOpenAll={openAll}
        allOpen={rows.every((row) => row.kind === 'operation' || row.open)}
      />
      <p role="status" className="sr-only">
        {formatCount(shown, 'operation')} shown
      </p>
      {rows.length === 0 ? (
        <div className="grid h-[60dvh] min-h-72 sm:h-[calc(100dvh-27rem)] sm:min-h-96 place-items-center">
          <NoMatchState
            title={
              only?.size === 0 ? 'Nothing is selected yet' : 'No operation has all these words'
            }
            actions={<Button onClick={clear}>Show all operations</Button>}
          >
            Words are looked for in method, path, name, tag and summary.
          </NoMatchState>
        </div>
      ) : (
        <ChooserGrid
          rows={rows}
          selected={selected}
          readOnly={readOnly}
          onSet={props.onSet}
          onToggleGroup={toggleGroup}
        />
      )}
    </div>
  );
}
