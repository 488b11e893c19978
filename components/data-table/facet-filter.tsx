'use client';

import { Bot, ListFilter, UserRound } from 'lucide-react';
import { useId, useState } from 'react';
import { formatNumber } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';
import type { Facet, FacetOption } from './table-types';

const searchableFrom = 9;
const shownLimit = 100;

/** One facet: a button that opens its values as native checkboxes, searchable when there are many. */
export function FacetFilter(props: {
  facet: Facet;
  values: string[];
  onChange: (values: string[]) => void;
  /** One icon stands for all of them. */
  isOneOfMany?: boolean;
}) {
  const { facet, values, onChange } = props;
  const [search, setSearch] = useState('');
  const id = useId();
  const found = facet.options.filter((option) =>
    option.label.toLowerCase().includes(search.toLowerCase()),
  );
  function toggle(value: string, chosen: boolean) {
    onChange(chosen ? [...values, value] : values.filter((each) => each !== value));
  }
  return (
    <Popover
      title={facet.label}
      className="w-64"
      trigger={
        <Button icon={!props.isOneOfMany && <ListFilter aria-hidden />}>
          {facet.label}
          <ChosenCount count={values.length} />
        </Button>
      }
    >
      {facet.options.length >= searchableFrom && (
        <SearchInput
          aria-label={`Search ${facet.label.toLowerCase()}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="mb-2"
        />
      )}
      <ul className="-mx-1 max-h-72 overflow-y-auto">
        {found.slice(0, shownLimit).map((option) => (
          <li key={option.value}>
            <label
              htmlFor={`${id}-${option.value}`}
              className="flex min-h-8 items-center gap-2 rounded-md px-1 text-sm hover:bg-hover"
            >
              <input
                id={`${id}-${option.value}`}
                type="checkbox"
                className="tick-box"
                checked={values.includes(option.value)}
                onChange={(event) => toggle(option.value, event.target.checked)}
              />
              <OptionIcon name={option.icon} />
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              {option.count !== undefined && (
                <span className="text-xs text-muted">{formatNumber(option.count)}</span>
              )}
            </label>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="text-muted">Nothing matches.</p>}
      {found.length > shownLimit && (
        <p className="pt-1 text-xs text-muted">
          {formatNumber(found.length - shownLimit)} more; search to narrow.
        </p>
      )}
    </Popover>
  );
}

/** How many values are chosen; nothing where none is. */
export const ChosenCount = ({ count }: { count: number }) =>
  count > 0 && (
    <span className="rounded-sm bg-accent-soft px-1 text-xs text-accent-text">{count}</span>
  );

function OptionIcon({ name }: { name: FacetOption['icon'] }) {
  if (name === undefined) return null;
  const Icon = name === 'person' ? UserRound : Bot;
  return <Icon aria-hidden size={14} className="shrink-0 text-muted" />;
}
