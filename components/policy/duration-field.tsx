'use client';

import { type ReactNode, useState } from 'react';
import { formatDuration } from '@/components/format/format';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { type DurationUnit, durationParts, durationText } from './duration-parts';

const OTHER = 'other';
const units = [
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
];

/** A length of time: a usual one, or any other as number and unit. Submits seconds, '' for none. */
export function DurationField(props: {
  name: string;
  label: string;
  hint?: ReactNode;
  /** Usual lengths in seconds. */
  presets: readonly number[];
  defaultSeconds: number | null;
  /** Offers "none" under this name. */
  noneLabel?: string;
}) {
  const { presets, defaultSeconds } = props;
  const known = defaultSeconds === null || presets.includes(defaultSeconds);
  const [choice, setChoice] = useState(known ? String(defaultSeconds ?? '') : OTHER);
  const start = durationParts(defaultSeconds ?? presets[0] ?? 0);
  const [amount, setAmount] = useState(String(start.amount));
  const [unit, setUnit] = useState<DurationUnit>(start.unit);
  const options = [
    ...(props.noneLabel ? [{ value: '', label: props.noneLabel }] : []),
    ...presets.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) })),
    { value: OTHER, label: 'Other…' },
  ];
  return (
    <div className="flex flex-col gap-2">
      <input
        type="hidden"
        name={props.name}
        value={choice === OTHER ? durationText(amount, unit) : choice}
      />
      <Field name={props.name} label={props.label} hint={props.hint}>
        <Select
          name={undefined}
          options={options}
          value={choice}
          onChange={(event) => setChoice(event.target.value)}
        />
      </Field>
      {choice === OTHER && (
        <div className="flex gap-2">
          <Input
            inputMode="decimal"
            aria-label={`${props.label}: number`}
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
            className="w-24!"
          />
          <Select
            aria-label={`${props.label}: unit`}
            options={units}
            value={unit}
            onChange={(event) => setUnit(event.target.value as DurationUnit)}
            className="flex-1"
          />
        </div>
      )}
    </div>
  );
}
