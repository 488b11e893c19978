'use client';

import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { classNames } from '@/components/class-names';
import { formatCount, formatNumber } from '@/components/format/format';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { SearchInput } from '@/components/ui/input';
import { NoMatchState } from '@/components/ui/states';
import { type ScopeOption, type ScopeSection, scopeSections } from './scope-option';

// Longer lists start closed, so that the APIs are the overview.
const MAX_OPEN = 40;

/** All scopes by API, with those the group will own ticked. */
export function ScopePicker(props: {
  scopes: ScopeOption[];
  owned: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  onToggle: (id: string, on: boolean) => void;
}) {
  const { scopes, owned, chosen } = props;
  const [search, setSearch] = useState('');
  // A snapshot, so that a row does not vanish under the pointer that unticks it.
  const [only, setOnly] = useState<ReadonlySet<string> | null>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const sections = useMemo(() => scopeSections(scopes, search, only), [scopes, search, only]);
  const shown = sections.reduce((sum, section) => sum + section.scopes.length, 0);
  const openFirst = (section: ScopeSection) =>
    shown <= MAX_OPEN || section.scopes.some(({ id }) => owned.has(id));
  function toggleSection(slug: string) {
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(slug)) next.add(slug);
      return next;
    });
  }
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
        <SearchInput
          data-page-search=""
          aria-label="Search scopes"
          aria-keyshortcuts="/"
          placeholder="Search API, scope, description"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-full sm:w-72"
        />
        <Checkbox
          label="Chosen only"
          checked={only !== null}
          onChange={(event) =>
            setOnly(event.target.checked ? new Set([...owned, ...chosen]) : null)
          }
        />
        <p role="status" className="ml-auto text-sm text-muted">
          {formatNumber(chosen.size)} of {formatCount(scopes.length, 'scope')} chosen
          <span className="sr-only">, {formatNumber(shown)} shown</span>
        </p>
      </div>
      {sections.length === 0 && (
        <NoMatchState
          title={only ? 'None of the chosen scopes match' : 'No scope has all these words'}
          actions={
            <Button
              onClick={() => {
                setSearch('');
                setOnly(null);
              }}
            >
              Show all scopes
            </Button>
          }
        />
      )}
      {sections.map((section) => (
        <ApiScopes
          key={section.api.slug}
          section={section}
          open={openFirst(section) !== toggled.has(section.api.slug)}
          onToggleSection={() => toggleSection(section.api.slug)}
          owned={owned}
          chosen={chosen}
          onToggle={props.onToggle}
        />
      ))}
    </div>
  );
}

function ApiScopes(props: {
  section: ScopeSection;
  open: boolean;
  onToggleSection: () => void;
  owned: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  onToggle: (id: string, on: boolean) => void;
}) {
  const { section, open, owned, chosen } = props;
  const chosenCount = section.scopes.filter(({ id }) => chosen.has(id)).length;
  return (
    <section aria-label={section.api.name} className="border-b border-line last:border-b-0">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={props.onToggleSection}
          className="flex h-9 w-full items-center gap-2 bg-sunken px-4 text-left text-sm -outline-offset-2! hover:bg-hover"
        >
          <ChevronRight
            aria-hidden
            size={15}
            className={classNames('shrink-0 text-muted', open && 'rotate-90')}
          />
          <span className="truncate font-medium">{section.api.name}</span>
          <span className="text-xs whitespace-nowrap text-muted">
            {chosenCount > 0 && `${formatNumber(chosenCount)} of `}
            {formatNumber(section.scopes.length)}
          </span>
        </button>
      </h3>
      {open && (
        <ul>
          {section.scopes.map((scope) => (
            <ScopeLine
              key={scope.id}
              scope={scope}
              owned={owned.has(scope.id)}
              chosen={chosen.has(scope.id)}
              onToggle={props.onToggle}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function ScopeLine(props: {
  scope: ScopeOption;
  owned: boolean;
  chosen: boolean;
  onToggle: (id: string, on: boolean) => void;
}) {
  const { scope, owned, chosen } = props;
  return (
    <li
      className={classNames(
        'flex min-h-9 flex-wrap items-center gap-x-4 gap-y-0.5 border-t border-line py-1.5 pr-4 pl-9 hover:bg-hover',
        chosen !== owned && 'bg-accent-soft',
      )}
    >
      <label className="flex min-h-6 min-w-0 flex-1 items-center gap-2 sm:basis-56">
        <input
          type="checkbox"
          className="tick-box"
          checked={chosen}
          onChange={(event) => props.onToggle(scope.id, event.target.checked)}
        />
        <code className="min-w-0 text-xs leading-5 break-all">{scope.name}</code>
      </label>
      <span className="flex gap-1.5 empty:hidden max-sm:order-1 max-sm:w-full">
        {scope.controlsKeyward && <Badge tone="warn">Controls Keyward</Badge>}
        {chosen && !owned && <Badge tone="ok">Will be added</Badge>}
        {!chosen && owned && <Badge tone="danger">Will be taken away</Badge>}
      </span>
      <span className="min-w-0 flex-1 basis-56 text-sm text-muted max-sm:order-1 max-sm:basis-full max-sm:empty:hidden">
        {scope.description}
      </span>
      <span className="w-28 text-right text-sm whitespace-nowrap text-muted max-sm:w-auto">
        {formatCount(scope.operationCount, 'operation')}
      </span>
    </li>
  );
}
