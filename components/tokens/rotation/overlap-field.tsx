'use client';

import { useState } from 'react';
import { formatDuration } from '@/components/format/format';
import { RadioGroup } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { firstUseSeconds, otherOverlaps } from './overlaps';

const other = 'other';

/** How long the old token works beside its successor. Posts `overlap` and `limitSeconds`. */
export function OverlapField(props: {
  group: {
    name: string;
    rotationOverlapSeconds: number;
    longestOverlapSeconds: number | null;
  };
  initial: string;
}) {
  const { name, rotationOverlapSeconds: ofGroup, longestOverlapSeconds: longest } = props.group;
  const [chosen, setChosen] = useState(props.initial);
  const offered = otherOverlaps(ofGroup, longest);
  const limit = firstUseSeconds(ofGroup, longest);
  return (
    <>
      <input type="hidden" name="limitSeconds" value={limit} />
      <FieldGroup name="overlapSeconds" label="The old one works">
        <RadioGroup
          name={chosen === other ? 'overlapKind' : 'overlap'}
          value={chosen}
          onValueChange={setChosen}
          options={[
            ...(ofGroup > 0
              ? [
                  {
                    value: 'group',
                    label: `For ${formatDuration(ofGroup)}`,
                    hint: `As ${name} has it.`,
                  },
                ]
              : []),
            ...(limit > 0
              ? [
                  {
                    value: 'first-use',
                    label: 'Until the new one is used',
                    hint: `Ends within a minute of the first allowed request, after ${formatDuration(limit)} at the latest.`,
                  },
                ]
              : []),
            ...(offered.length > 0 ? [{ value: other, label: 'For another time' }] : []),
            {
              value: 'none',
              label:
                limit > 0 ? 'Not at all: it has leaked' : 'Not at all, as the organisation has it',
              hint: 'Denied at once, everywhere. Whatever uses it fails until it has the new one.',
            },
          ]}
        />
      </FieldGroup>
      {chosen === other && (
        <Field name="overlap" label="How long" className="-mt-2 pl-6">
          <Select
            autoFocus
            name="overlap"
            defaultValue={String(offered[1] ?? offered[0])}
            options={offered.map((seconds) => ({
              value: String(seconds),
              label: formatDuration(seconds),
            }))}
          />
        </Field>
      )}
    </>
  );
}
