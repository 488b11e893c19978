'use client';

import { useId, useState } from 'react';
import { formatDateTime, formatDuration } from '@/components/format/format';
import { useHydrated, useNowMs } from '@/components/ui/clock';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import {
  customSeconds,
  type LifetimePolicy,
  lifetimeProblem,
  lifetimesWithin,
  lifetimeUnits,
} from './lifetimes';

const custom = 'custom';

/** How long the token lives: a preset within the group's policy, or a time of one's own. */
export function LifetimeField(props: {
  policy: LifetimePolicy;
  /** What its purpose needs; the group’s default otherwise. */
  wantedSeconds?: number | undefined;
}) {
  const { policy } = props;
  const offered = lifetimesWithin(policy);
  const preset = Math.min(props.wantedSeconds ?? policy.defaultTtlSeconds, policy.maxTtlSeconds);
  const [chosen, setChosen] = useState(String(preset));
  const [amount, setAmount] = useState('');
  const [unit, setUnit] = useState('3600');
  const isCustom = chosen === custom;
  const seconds = isCustom ? customSeconds(amount, unit) : Number(chosen);
  const untouched = isCustom && amount === '';
  const problem = untouched ? undefined : lifetimeProblem(seconds, policy);
  const ends = useEnd(seconds);
  const unitId = useId();
  return (
    <>
      <input type="hidden" name="ttlSeconds" value={Number.isNaN(seconds) ? 'none' : seconds} />
      <Field
        name={isCustom ? 'lifetime' : 'ttlSeconds'}
        label="Lifetime"
        hint={
          problem === undefined && ends
            ? `Ends ${ends}.`
            : `At most ${formatDuration(policy.maxTtlSeconds)} in this group.`
        }
      >
        <Select
          name="lifetime"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
          options={[
            ...offered.map(({ seconds: value, label }) => ({ value: String(value), label })),
            { value: custom, label: 'Custom' },
          ]}
        />
      </Field>
      {isCustom && (
        <div className="-mt-3 flex items-start gap-2">
          <Field name="ttlSeconds" label="How long" error={problem} className="flex-1">
            <Input
              autoFocus
              name="lifetimeAmount"
              inputMode="decimal"
              value={amount}
              onChange={(event) => setAmount(event.target.value)}
            />
          </Field>
          <div className="flex flex-1 flex-col gap-1">
            <label htmlFor={unitId} className="text-sm font-medium">
              Unit
            </label>
            <Select
              id={unitId}
              value={unit}
              onChange={(event) => setUnit(event.target.value)}
              options={lifetimeUnits}
            />
          </div>
        </div>
      )}
    </>
  );
}

/** The moment a token made now would end, in the reader's own time. */
function useEnd(seconds: number): string | null {
  const nowMs = useNowMs();
  const hydrated = useHydrated();
  if (!Number.isFinite(seconds)) return null;
  return formatDateTime(nowMs + seconds * 1_000, hydrated ? undefined : 'UTC');
}
