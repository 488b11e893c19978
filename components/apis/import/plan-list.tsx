'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { classNames } from '@/components/class-names';
import { useRowWindow } from '@/components/data-table/use-row-window';
import { formatCount, formatNumber } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import { NoMatchState } from '@/components/ui/states';
import { PlanLineRow } from './plan-line-row';
import { filterLines, type PlanLine } from './plan-lines';

type Kind = PlanLine['kind'] | 'all' | 'losing';

const kinds: { id: Kind; label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'losing', label: 'Loses grants' },
  { id: 'removed', label: 'Removed' },
  { id: 'changed', label: 'Changed' },
  { id: 'added', label: 'Added' },
];

/** Every change of a plan, searchable; only the rows in sight are rendered. */
export function PlanList({ lines }: { lines: PlanLine[] }) {
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<Kind>('all');
  const wanted = useDeferredValue(search);
  const shown = useMemo(() => filterLines(lines, wanted, kind), [lines, wanted, kind]);
  return (
    <Section
      flush
      title="Changes"
      actions={
        <SearchInput
          data-page-search=""
          aria-label="Search the changes"
          placeholder="Search the changes"
          aria-keyshortcuts="/"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-64 max-w-full"
        />
      }
    >
      <fieldset className="flex flex-wrap gap-1 border-b border-line px-3 py-2">
        <legend className="sr-only">Kind of change</legend>
        {kinds.map(({ id, label }) => {
          const count = filterLines(lines, '', id).length;
          if (count === 0 && id !== 'all') return null;
          return (
            <Button
              key={id}
              size="small"
              variant={id === kind ? 'secondary' : 'ghost'}
              aria-pressed={id === kind}
              onClick={() => setKind(id)}
            >
              {label} <span className="text-muted">{formatNumber(count)}</span>
            </Button>
          );
        })}
      </fieldset>
      <p role="status" className="sr-only">
        {formatCount(shown.length, 'change')} shown
      </p>
      {shown.length === 0 ? (
        <NoMatchState
          title="No changes match"
          actions={<Button onClick={() => setSearch('')}>Clear search</Button>}
        />
      ) : (
        <PlanRows lines={shown} />
      )}
    </Section>
  );
}

function PlanRows({ lines }: { lines: PlanLine[] }) {
  const rows = useRowWindow(lines.length);
  return (
    <section
      ref={rows.viewport}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label="Changes, list"
      className={classNames(
        'relative overflow-y-auto -outline-offset-2!',
        lines.length > 10 ? 'h-[32rem] max-h-[70dvh]' : 'max-h-[70dvh]',
      )}
    >
      <div ref={rows.extent}>
        <div ref={rows.slice}>
          <ul>
            {lines.slice(rows.start, rows.end).map((line, index) => (
              <PlanLineRow
                key={`${line.kind} ${line.name}`}
                line={line}
                position={rows.start + index + 1}
                total={lines.length}
              />
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
