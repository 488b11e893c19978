'use client';

import { ListFilter, SlidersHorizontal, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from '@/components/class-names';
import { usePreferences } from '@/components/preferences/preferences';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { SearchInput } from '@/components/ui/input';
import { Menu } from '@/components/ui/menu';
import { useRoving } from '@/components/ui/use-roving';
import { ChosenCount, FacetFilter } from './facet-filter';
import type { TableModel } from './table-features';
import type { Facet } from './table-types';
import type { TableState } from './use-table-state';

/** As many facets have room beside each other on a phone; more are opened by one button. */
const MAX_ON_PHONES = 2;

/** Search, facets, view menu, and the chips of what is filtered now. */
export function TableToolbar<Shown extends object>(props: {
  table: TableModel<Shown>;
  state: TableState;
  facets: Facet[];
  searchPlaceholder: string | undefined;
  actions: ReactNode;
}) {
  const { state, facets } = props;
  const roving = useRoving();
  const [isOpen, setOpen] = useState(false);
  const facetsId = useId();
  const isFolded = facets.length > MAX_ON_PHONES;
  return (
    <div className="flex flex-col gap-2">
      <search className="flex flex-wrap items-start gap-2">
        {props.searchPlaceholder && (
          <SearchInput
            data-page-search=""
            aria-label={props.searchPlaceholder}
            placeholder={props.searchPlaceholder}
            aria-keyshortcuts="/"
            value={state.q}
            onChange={(event) => state.setSearch(event.target.value)}
            className="max-w-full min-w-0 flex-1 basis-44 md:max-w-72 md:basis-48"
          />
        )}
        <div
          {...roving}
          role="toolbar"
          aria-label="Filters and view"
          className="flex flex-1 flex-wrap items-center gap-1.5 max-md:contents"
        >
          {isFolded && (
            <Button
              icon={<ListFilter aria-hidden />}
              aria-expanded={isOpen}
              aria-controls={facetsId}
              onClick={() => setOpen(!isOpen)}
              className="md:hidden"
            >
              Filters
              <ChosenCount count={chosenOf(facets, state)} />
            </Button>
          )}
          <div
            id={facetsId}
            className={classNames(
              'flex flex-wrap items-center gap-1.5 md:contents',
              isFolded && 'max-md:order-1 max-md:basis-full',
              isFolded && !isOpen && 'max-md:hidden',
            )}
          >
            {isFolded && (
              <ListFilter aria-hidden size={15} className="mx-1 text-muted max-md:hidden" />
            )}
            {facets.map((facet) => (
              <FacetFilter
                key={facet.id}
                facet={facet}
                isOneOfMany={isFolded}
                values={state.filters[facet.id] ?? []}
                onChange={(values) => state.setFilter(facet.id, values)}
              />
            ))}
          </div>
          <div className="ml-auto flex items-center">
            <ViewMenu table={props.table} />
          </div>
        </div>
        {props.actions}
      </search>
      <FilterChips state={state} facets={facets} />
    </div>
  );
}

const chosenOf = (facets: Facet[], { filters }: TableState): number =>
  facets.reduce((sum, { id }) => sum + (filters[id]?.length ?? 0), 0);

function FilterChips({ state, facets }: { state: TableState; facets: Facet[] }) {
  if (!state.isFiltered) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5">
      {state.q && (
        <Chip name="Search" value={`“${state.q}”`} onRemove={() => state.setSearch('')} />
      )}
      {facets.flatMap((facet) =>
        (state.filters[facet.id] ?? []).map((value, _index, values) => (
          <Chip
            key={`${facet.id} ${value}`}
            name={facet.label}
            value={facet.options.find((option) => option.value === value)?.label ?? value}
            onRemove={() =>
              state.setFilter(
                facet.id,
                values.filter((each) => each !== value),
              )
            }
          />
        )),
      )}
      <li>
        <Button variant="ghost" size="small" onClick={state.clearFilters}>
          Clear all
        </Button>
      </li>
    </ul>
  );
}

function Chip(props: { name: string; value: string; onRemove: () => void }) {
  return (
    <li className="inline-flex h-7 max-w-full items-center rounded-md border border-line bg-surface pl-2 text-sm">
      <span className="truncate">
        <span className="text-muted">{props.name}:</span> {props.value}
      </span>
      <button
        type="button"
        onClick={props.onRemove}
        aria-label={`Remove filter ${props.name}: ${props.value}`}
        className="grid size-6 shrink-0 place-items-center rounded-md text-muted hover:text-ink"
      >
        <X aria-hidden size={13} />
      </button>
    </li>
  );
}

function ViewMenu<Shown extends object>({ table }: { table: TableModel<Shown> }) {
  const { density, change } = usePreferences();
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide());
  return (
    <Menu
      trigger={<IconButton label="View options" icon={<SlidersHorizontal aria-hidden />} />}
      entries={[
        {
          label: 'Row height',
          value: density,
          options: [
            { value: 'normal', label: 'Normal' },
            { value: 'compact', label: 'Compact' },
          ],
          onValueChange: (value) => change({ density: value === 'compact' ? 'compact' : 'normal' }),
        },
        ...(columns.length > 0 ? (['separator'] as const) : []),
        ...columns.map((column) => ({
          label: column.columnDef.meta?.label ?? column.id,
          checked: column.getIsVisible(),
          onCheckedChange: (visible: boolean) => column.toggleVisibility(visible),
        })),
      ]}
    />
  );
}
