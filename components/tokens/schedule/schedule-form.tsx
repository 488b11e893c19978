'use client';

import { useRouter } from 'next/navigation';
import { DurationField } from '@/components/policy/duration-field';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { ScheduleView } from '@/domain/rotations/rotation-view';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const PERIODS = [DAY, 7 * DAY, 30 * DAY, 60 * DAY];
const OVERLAPS = [HOUR, DAY, 3 * DAY];

/** Where a token's secrets go, under which name, how often. */
export function ScheduleForm(props: {
  schedule: ScheduleView['schedule'];
  choices: ScheduleView['choices'];
  save: FormAction;
}) {
  const { schedule, choices } = props;
  const toast = useToast();
  const router = useRouter();
  function done() {
    toast.done('The schedule is set');
    router.refresh();
  }
  return (
    <Form action={props.save} onDone={done} aria-label="Schedule" className="max-w-xl">
      <Field name="destination" label="Destination" required>
        <Select
          defaultValue={schedule?.destination.id ?? choices[0]?.id ?? ''}
          options={choices.map(({ id, name, where }) => ({
            value: id,
            label: `${name} (${where})`,
          }))}
        />
      </Field>
      <Field name="secretName" label="Name of the secret there" required>
        <Input
          defaultValue={schedule?.secretName ?? 'KEYWARD_TOKEN'}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
      <DurationField
        name="everySeconds"
        label="Rotate every"
        hint="Shorter than the token lives. One that is older is rotated at once."
        presets={PERIODS}
        defaultSeconds={schedule?.everySeconds ?? 7 * DAY}
      />
      <DurationField
        name="overlapSeconds"
        label="Old token goes on for"
        hint="From the arrival of the new secret until the old one ends."
        presets={OVERLAPS}
        defaultSeconds={schedule?.overlapSeconds ?? null}
        noneLabel="As the group says"
      />
      <FormActions>
        <SubmitButton>{schedule ? 'Save schedule' : 'Set schedule'}</SubmitButton>
      </FormActions>
    </Form>
  );
}
