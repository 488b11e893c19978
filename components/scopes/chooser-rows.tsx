import { ChevronRight } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { classNames } from '@/components/class-names';
import { formatNumber } from '@/components/format/format';
import { MethodBadge } from '@/components/operations/method-badge';
import { Badge } from '@/components/ui/badge';
import { selectionOf, type TagGroup } from './chooser-model';
import type { ScopeOperation } from './scope-operation';

// Events are handled once on the grid, so rows hold no closures and can be skipped by memo.
const handledByGrid = () => undefined;

const rowClass =
  'hover:bg-hover has-[input:focus-visible]:bg-hover [&>td]:h-9 [&>td]:border-b [&>td]:border-line [&>td]:p-0 max-sm:[&>td]:h-14';
const fillClass = 'flex min-w-0 flex-wrap items-center gap-x-3 pr-3 sm:flex-nowrap';

type RowProps = { index: number; active: boolean; readOnly: boolean };

/** An operation with its checkbox. */
export const OperationLine = memo(function OperationLine(
  props: RowProps & { operation: ScopeOperation; selected: boolean },
) {
  const { operation, selected, readOnly } = props;
  const { method, pathTemplate, name } = operation;
  return (
    <tr
      aria-rowindex={props.index + 1}
      aria-level={2}
      data-index={props.index}
      className={classNames(
        rowClass,
        !readOnly && 'cursor-pointer',
        selected && !readOnly && 'bg-accent-soft',
      )}
    >
      <td className="w-16">
        <span className="flex justify-end pr-3">
          <input
            type="checkbox"
            className="tick-box"
            aria-label={[
              method === null ? name : `${method} ${pathTemplate}, ${name}`,
              ...operation.aliases,
            ].join(', ')}
            aria-disabled={readOnly || undefined}
            tabIndex={props.active ? 0 : -1}
            checked={selected}
            onChange={handledByGrid}
          />
        </span>
      </td>
      <td>
        <span className={fillClass}>
          <span className="flex w-full min-w-0 items-center gap-2 sm:w-auto sm:flex-1">
            <MethodBadge method={method} />
            {pathTemplate === null ? (
              <span className="min-w-0 truncate text-sm">{operation.summary || name}</span>
            ) : (
              <code className="min-w-0 truncate text-xs">{pathTemplate}</code>
            )}
            {operation.deprecated && (
              <Badge tone="warn" className="shrink-0">
                Deprecated
              </Badge>
            )}
          </span>
          <code
            data-tooltip={[operation.summary, ...alsoCalled(operation)].join('\n') || undefined}
            className="w-full truncate text-xs text-muted sm:w-2/5"
          >
            {[name, ...operation.aliases].join(' = ')}
          </code>
        </span>
      </td>
    </tr>
  );
});

const alsoCalled = ({ aliases }: ScopeOperation): string[] =>
  aliases.length === 0 ? [] : ['No request tells these names apart: the scope holds all or none.'];

/** A tag with its tri-state checkbox and one button for each method in it. */
export const GroupLine = memo(function GroupLine(
  props: RowProps & { group: TagGroup; open: boolean; selected: ReadonlySet<string> },
) {
  const { group, open, readOnly, active } = props;
  const { tag, names, methods } = group;
  const { count, state } = selectionOf(names, props.selected);
  const label = tag || 'Untagged';
  return (
    <tr
      aria-rowindex={props.index + 1}
      aria-level={1}
      aria-expanded={open}
      data-index={props.index}
      className={classNames(rowClass, 'cursor-pointer bg-sunken')}
    >
      <td className="w-16">
        <span className="flex items-center justify-end gap-1.5 pr-3">
          <button
            type="button"
            data-expander=""
            tabIndex={-1}
            aria-label={`${open ? 'Collapse' : 'Expand'} ${label}`}
            className="grid size-6 place-items-center rounded-md text-muted hover:text-ink"
          >
            <ChevronRight aria-hidden size={15} className={open ? 'rotate-90' : ''} />
          </button>
          <TriStateBox
            label={`All ${formatNumber(names.length)} shown in ${label}`}
            state={state}
            readOnly={readOnly}
            tabIndex={active ? 0 : -1}
          />
        </span>
      </td>
      <td>
        <span className={classNames(fillClass, 'justify-between')}>
          <span className="flex min-w-0 items-baseline gap-2 max-sm:w-full">
            <span className="truncate font-medium">{label}</span>
            <span className="text-xs whitespace-nowrap text-muted">
              {count > 0 && `${formatNumber(count)} of `}
              {formatNumber(names.length)}
            </span>
          </span>
          {!readOnly && (
            <span className="flex max-w-full gap-1 overflow-hidden p-px max-sm:[&_span]:hidden">
              {methods.map(([method, ofMethod]) => (
                <MethodButton
                  key={method}
                  method={method}
                  count={ofMethod.length}
                  place={label}
                  tabIndex={active ? 0 : -1}
                  pressed={selectionOf(ofMethod, props.selected).state === 'all'}
                />
              ))}
            </span>
          )}
        </span>
      </td>
    </tr>
  );
});

/** Selects, or takes out, every operation of one method in one place; the listener is above it. */
export function MethodButton(props: {
  method: string;
  count: number;
  place: string;
  pressed: boolean;
  tabIndex?: number;
  onClick?: () => void;
}) {
  const word = props.method || 'action';
  return (
    <button
      type="button"
      data-method={props.method}
      aria-pressed={props.pressed}
      aria-label={`All ${props.count} ${word} in ${props.place}`}
      tabIndex={props.tabIndex}
      onClick={props.onClick}
      className="inline-flex h-6 shrink-0 items-center gap-1 rounded-md border border-line bg-surface px-1.5 font-mono text-xs text-muted hover:border-line-strong hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
    >
      {word} <span>{formatNumber(props.count)}</span>
    </button>
  );
}

function TriStateBox(props: {
  label: string;
  state: 'none' | 'some' | 'all';
  readOnly: boolean;
  tabIndex: number;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = props.state === 'some';
  });
  return (
    <input
      ref={input}
      type="checkbox"
      className="tick-box"
      aria-label={props.label}
      aria-disabled={props.readOnly || undefined}
      tabIndex={props.tabIndex}
      checked={props.state === 'all'}
      onChange={handledByGrid}
    />
  );
}
