'use client';

import { type FormEvent, useState } from 'react';
import { classNames } from '@/components/class-names';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/clock';
import { printQuery } from '@/domain/history/query/print-query';
import { rangeOf, termsOf, type View, withRange } from '../query/edit-query';
import { localTime, timeOfLocal } from './local-time';

const PRESETS = [
  { label: '1 h', words: 'Last hour', amount: 1, unit: 'h' },
  { label: '24 h', words: 'Last 24 hours', amount: 24, unit: 'h' },
  { label: '7 d', words: 'Last 7 days', amount: 7, unit: 'd' },
  { label: '30 d', words: 'Last 30 days', amount: 30, unit: 'd' },
] as const;
type Preset = (typeof PRESETS)[number];

/** The view of the last so and so long, which goes on with the clock. */
function lately(view: View, { amount, unit }: Preset): View {
  const { q } = withRange(view, { from: null, to: null });
  const time = { kind: 'time', key: 'after', time: { amount, unit } } as const;
  return { q: `${q} ${printQuery([time])}`.trim(), from: null, to: null };
}

/** From when to when: the last so and so long by a click, or two times of the reader's own zone. */
export function RangeFields(props: { view: View; onShow: (view: View) => void }) {
  const { view, onShow } = props;
  const [isOpen, setOpen] = useState(false);
  const isLately = (preset: Preset) =>
    !view.from &&
    !view.to &&
    termsOf(view.q).some(
      (term) =>
        term.kind === 'time' &&
        term.key === 'after' &&
        'amount' in term.time &&
        term.time.amount === preset.amount &&
        term.time.unit === preset.unit,
    );
  const { from, to } = rangeOf(view, 0);
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">How far back</legend>
        {PRESETS.map((preset) => (
          <button
            key={preset.label}
            type="button"
            aria-label={preset.words}
            aria-pressed={isLately(preset)}
            onClick={() => onShow(lately(view, preset))}
            className={presetClass}
          >
            {preset.label}
          </button>
        ))}
        <button
          type="button"
          aria-label="All times"
          aria-pressed={from === null && to === null}
          onClick={() => onShow(withRange(view, { from: null, to: null }))}
          className={presetClass}
        >
          All
        </button>
      </fieldset>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className={classNames(presetClass, 'sm:hidden')}
      >
        Other times
      </button>
      {useHydrated() && (
        <Fields key={`${view.q} ${view.from} ${view.to}`} {...props} isOpen={isOpen} />
      )}
    </div>
  );
}

const presetClass =
  'h-7 min-w-9 rounded-md border border-line px-2 text-xs text-muted hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-text';

/** On phones only where they are asked for: the list begins on the first screen. */
function Fields(props: { view: View; onShow: (view: View) => void; isOpen: boolean }) {
  const { view, onShow } = props;
  const range = rangeOf(view, Date.now());
  const [from, setFrom] = useState(localTime(range.from));
  const [to, setTo] = useState(localTime(range.to));
  const isBackwards = from !== '' && to !== '' && from >= to;
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    onShow(withRange(view, { from: timeOfLocal(from), to: timeOfLocal(to) }));
  }
  return (
    <form
      onSubmit={onSubmit}
      className={classNames(
        'flex flex-wrap items-end gap-2 text-xs text-muted',
        !props.isOpen && 'max-sm:hidden',
      )}
    >
      <TimeField label="From" value={from} onChange={setFrom} />
      <TimeField label="To" value={to} onChange={setTo} />
      <Button
        type="submit"
        size="small"
        disabledReason={isBackwards ? 'It ends before it begins' : undefined}
      >
        Show
      </Button>
    </form>
  );
}

const TimeField = (props: { label: string; value: string; onChange: (value: string) => void }) => (
  <label className="flex items-center gap-1.5">
    {props.label}
    <input
      type="datetime-local"
      step="1"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      className="control h-7 w-auto px-2 text-xs"
    />
  </label>
);
