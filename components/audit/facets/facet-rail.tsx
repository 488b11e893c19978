'use client';

import { Minus } from 'lucide-react';
import { useId } from 'react';
import { classNames } from '@/components/class-names';
import { formatNumber } from '@/components/format/format';
import { LastFour } from '@/components/ui/mono-id';
import type { ValueKey } from '@/domain/history/query/keys';
import type { QueryTerm } from '@/domain/history/query/terms';
import { shortCodeWords } from '../code-words';
import { asksFor, valueKeyOf } from '../query/edit-query';
import type { Facet } from './facets-question';

const names: Partial<Record<ValueKey, string>> = {
  outcome: 'Outcome',
  code: 'Why',
  action: 'Change',
  group: 'Group',
  token: 'Token',
  actor: 'Who',
  api: 'API',
  operation: 'Operation',
  ip: 'Address',
  verifier: 'Verifier',
};

/** What a token's secret ends with keeps its place where the name is cut: it tells namesakes apart. */
const LAST_FOUR = / ••(?=\w{4}$)/;

type Choosing = {
  terms: readonly QueryTerm[];
  onToggle: (wanted: { key: ValueKey; text: string; negated: boolean }) => void;
};

/** The most frequent values of what is shown, each to narrow it by or to leave out. */
export function FacetRail(
  props: Choosing & {
    facets: readonly Facet[];
    /** Which rows are counted. */
    of: string;
    isBusy: boolean;
  },
) {
  return (
    <section
      aria-label="Narrow by value"
      aria-busy={props.isBusy}
      className="space-y-4 transition-opacity delay-150 aria-busy:opacity-60"
    >
      <p className="px-2 text-xs text-muted">{props.of}</p>
      {props.facets.map((facet) => {
        const key = valueKeyOf(facet.key);
        if (key === null || facet.values.length === 0) return null;
        return <FacetValues key={key} {...props} under={key} values={facet.values} />;
      })}
    </section>
  );
}

function FacetValues(props: Choosing & { under: ValueKey; values: Facet['values'] }) {
  const id = useId();
  const { under: key, terms, onToggle } = props;
  return (
    <div className="space-y-0.5">
      <h2 id={id} className="px-2 text-xs font-medium text-muted">
        {names[key] ?? key}
      </h2>
      <ul aria-labelledby={id}>
        {props.values.map(({ value, count, ...rest }) => {
          const label = key === 'code' ? shortCodeWords(value) : (rest.label ?? value);
          const [name, last4] = label.split(LAST_FOUR);
          const isIn = asksFor(terms, { key, text: value, negated: false });
          const isOut = asksFor(terms, { key, text: value, negated: true });
          return (
            <li
              key={value}
              data-in={isIn || undefined}
              className="group/value flex min-h-7 items-center rounded-md hover:bg-hover data-in:bg-accent-soft"
            >
              <button
                type="button"
                aria-pressed={isIn}
                onClick={() => onToggle({ key, text: value, negated: false })}
                className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-md pl-2 text-left text-sm"
              >
                <span
                  className={classNames(
                    'flex min-w-0 flex-1 items-baseline gap-1.5',
                    isIn && 'font-medium text-accent-text',
                    isOut && 'text-faint line-through',
                  )}
                >
                  <span className="min-w-0 truncate">{name}</span>{' '}
                  {last4 && <LastFour last4={last4} />}
                </span>{' '}
                <span className="text-xs text-muted tabular-nums">{formatNumber(count)}</span>
              </button>
              <button
                type="button"
                aria-pressed={isOut}
                aria-label={`Leave out ${label}`}
                data-tooltip="Leave it out"
                onClick={() => onToggle({ key, text: value, negated: true })}
                className="grid size-7 shrink-0 place-items-center rounded-md text-faint hover:text-ink aria-pressed:text-danger"
              >
                <Minus aria-hidden size={13} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
