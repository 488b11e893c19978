'use client';

import { RadioGroup } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import type { Policy } from '@/domain/groups/policy';
import { DurationField } from './duration-field';
import { MINT_WORDS } from './policy-words';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const lifetimes = [HOUR, 8 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];
const overlaps = [0, HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY];
const idleLimits = [7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY];

/** The limits on a group's tokens, as form controls named `policy.…`. */
export function PolicyFields(props: { policy: Policy }) {
  const { policy } = props;
  return (
    <div className="grid gap-x-6 gap-y-5 md:grid-cols-2">
      <DurationField
        name="policy.maxTtlSeconds"
        label="Longest lifetime of a token"
        hint="Shorter is safer: rotation costs its users nothing."
        presets={lifetimes}
        defaultSeconds={policy.maxTtlSeconds}
      />
      <DurationField
        name="policy.defaultTtlSeconds"
        label="Lifetime unless asked"
        hint="At most the longest."
        presets={lifetimes}
        defaultSeconds={policy.defaultTtlSeconds}
      />
      <DurationField
        name="policy.idleLimitSeconds"
        label="Idle limit"
        hint="A token unused for this long is denied until somebody resumes it."
        presets={idleLimits}
        defaultSeconds={policy.idleLimitSeconds}
        noneLabel="No limit"
      />
      <DurationField
        name="policy.rotationOverlapSeconds"
        label="Rotation overlap"
        hint="A rotated token goes on for this long beside its successor."
        presets={overlaps}
        defaultSeconds={policy.rotationOverlapSeconds}
      />
      <FieldGroup name="policy.whoMayMint" label="Who may create tokens">
        <RadioGroup
          name="policy.whoMayMint"
          defaultValue={policy.whoMayMint}
          options={Object.entries(MINT_WORDS).map(([value, words]) => ({ value, ...words }))}
        />
      </FieldGroup>
      <Field
        name="policy.allowedCidrs"
        label="Allowed addresses"
        optional
        hint="Addresses or CIDRs, one a line. Empty lets its tokens work from anywhere."
      >
        <Textarea
          mono
          rows={4}
          defaultValue={policy.allowedCidrs.join('\n')}
          placeholder={'10.0.0.0/8\n2001:db8::/32'}
          spellCheck={false}
        />
      </Field>
    </div>
  );
}
