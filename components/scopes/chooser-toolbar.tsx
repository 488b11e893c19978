'use client';

import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { useMemo } from 'react';
import { formatNumber } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { SearchInput } from '@/components/ui/input';
import { namesByMethod, selectionOf, type TagGroup } from './chooser-model';
import { MethodButton } from './chooser-rows';

/** Search, the selected-only view, and one button for all shown operations of each method. */
export function ChooserToolbar(props: {
  groups: TagGroup[];
  total: number;
  shown: number;
  selected: ReadonlySet<string>;
  readOnly: boolean;
  search: string;
  onSearch: (text: string) => void;
  selectedOnly: boolean;
  onSelectedOnly: (on: boolean) => void;
  onSet: (names: string[], value: boolean) => void;
  onOpenAll: (open: boolean) => void;
  allOpen: boolean;
}) {
  const { selected, allOpen, readOnly } = props;
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SearchInput
          data-page-search=""
          aria-label="Search operations"
          aria-keyshortcuts="/"
          placeholder="Search, e.g. get issues"
          value={props.search}
          onChange={(event) => props.onSearch(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          className="w-full sm:w-72"
        />
        {!readOnly && (
          <Checkbox
            className="items-center! [&>input]:mt-0!"
            label="Selected only"
            checked={props.selectedOnly}
            onChange={(event) => props.onSelectedOnly(event.target.checked)}
          />
        )}
        <Button
          size="small"
          variant="ghost"
          icon={allOpen ? <ChevronsDownUp aria-hidden /> : <ChevronsUpDown aria-hidden />}
          onClick={() => props.onOpenAll(!allOpen)}
        >
          {allOpen ? 'Collapse all' : 'Expand all'}
        </Button>
        <p role="status" className="ml-auto text-sm whitespace-nowrap text-muted">
          <strong className="font-semibold text-ink">{formatNumber(selected.size)}</strong> of{' '}
          {formatNumber(props.total)} {readOnly ? 'held' : 'selected'}
        </p>
      </div>
      {!readOnly && <SelectByMethod {...props} />}
    </div>
  );
}

function SelectByMethod(props: {
  groups: TagGroup[];
  total: number;
  shown: number;
  selected: ReadonlySet<string>;
  onSet: (names: string[], value: boolean) => void;
}) {
  const { groups, selected, onSet } = props;
  const methods = useMemo(
    () => namesByMethod(groups.flatMap((group) => group.operations)),
    [groups],
  );
  const names = useMemo(() => groups.flatMap((group) => group.names), [groups]);
  const filtered = props.shown < props.total;
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">Select by method</legend>
      <span aria-hidden className="mr-1 text-xs text-muted">
        {filtered ? 'Select all shown' : 'Select all'}
      </span>
      {methods.map(([method, ofMethod]) => {
        const { state } = selectionOf(ofMethod, selected);
        return (
          <MethodButton
            key={method}
            method={method}
            count={ofMethod.length}
            place={filtered ? 'what is shown' : 'the API'}
            pressed={state === 'all'}
            onClick={() => onSet(ofMethod, state !== 'all')}
          />
        );
      })}
      <Button
        size="small"
        variant="ghost"
        className="h-6!"
        disabledReason={names.length === 0 ? 'Nothing is shown' : undefined}
        onClick={() => onSet(names, selectionOf(names, selected).state !== 'all')}
      >
        {selectionOf(names, selected).state === 'all' && names.length > 0 ? 'None' : 'All'}{' '}
        {formatNumber(names.length)}
      </Button>
    </fieldset>
  );
}
