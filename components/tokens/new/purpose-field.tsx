'use client';

import { formatDuration } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PURPOSES, type Purpose } from './purposes';

/** What the token is for: a common purpose that fills in a name and a lifetime, or words of one's own. */
export function PurposeField(props: {
  name: string;
  purpose: Purpose | null;
  onName: (name: string) => void;
  onPurpose: (purpose: Purpose) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <Field
        name="name"
        label="Purpose"
        required
        hint="Becomes its name. Say what uses it, so that somebody can judge it at 3 a.m."
      >
        <Input
          autoFocus
          maxLength={120}
          placeholder="month-end export"
          value={props.name}
          onChange={(event) => props.onName(event.target.value)}
        />
      </Field>
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Common purposes</legend>
        {PURPOSES.map((purpose) => (
          <Button
            key={purpose.id}
            size="small"
            aria-pressed={props.purpose?.id === purpose.id}
            data-tooltip={`“${purpose.name}”, for ${formatDuration(purpose.ttlSeconds)} or what the group allows`}
            className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
            onClick={() => props.onPurpose(purpose)}
          >
            {purpose.label}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
