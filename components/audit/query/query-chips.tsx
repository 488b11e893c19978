import { Minus, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { printQuery } from '@/domain/history/query/print-query';
import type { QueryTerm } from '@/domain/history/query/terms';
import { withoutTerm, withTermTurned } from './edit-query';

const action =
  'grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink';

/** The terms of a query, each to take away or to turn around; and the time that the address adds. */
export function QueryChips(props: {
  terms: readonly QueryTerm[];
  onChange: (q: string) => void;
  /** Words for the range of the address, and the way to all times; absent without one. */
  range: { words: ReactNode; onRemove: () => void } | undefined;
}) {
  const { terms, range } = props;
  if (terms.length === 0 && !range) return null;
  return (
    <ul aria-label="Terms" className="flex flex-wrap items-center gap-1.5">
      {terms.map((term) => {
        const text = printQuery([term]);
        const isOut = term.kind !== 'time' && term.negated;
        return (
          <Chip
            key={text}
            isOut={isOut}
            onRemove={() => props.onChange(withoutTerm(terms, term))}
            name={text}
            turn={
              term.kind !== 'time' && (
                <button
                  type="button"
                  onClick={() => props.onChange(withTermTurned(terms, term))}
                  aria-label={isOut ? `Look for ${text.slice(1)}` : `Leave out ${text}`}
                  data-tooltip={isOut ? 'Look for it' : 'Leave it out'}
                  className={action}
                >
                  {isOut ? <Plus aria-hidden size={13} /> : <Minus aria-hidden size={13} />}
                </button>
              )
            }
          >
            <code className="truncate text-xs">{text}</code>
          </Chip>
        );
      })}
      {range && (
        <Chip isOut={false} name="the range of time" onRemove={range.onRemove} turn={null}>
          <span className="truncate">{range.words}</span>
        </Chip>
      )}
    </ul>
  );
}

function Chip(props: {
  isOut: boolean;
  name: string;
  turn: ReactNode;
  onRemove: () => void;
  children: ReactNode;
}) {
  return (
    <li
      data-out={props.isOut || undefined}
      className="inline-flex h-7 max-w-full items-center rounded-md border border-line bg-surface pl-2 text-sm data-out:border-danger-line data-out:bg-danger-soft"
    >
      {props.children}
      <span className="ml-1 flex">
        {props.turn}
        <button
          type="button"
          onClick={props.onRemove}
          aria-label={`Remove ${props.name}`}
          data-tooltip="Remove"
          className={action}
        >
          <X aria-hidden size={13} />
        </button>
      </span>
    </li>
  );
}
