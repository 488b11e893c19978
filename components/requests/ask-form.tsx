'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { endOfDay } from '@/components/format/end-date';
import { formatDuration } from '@/components/format/format';
import { paths } from '@/components/paths';
import { RadioGroup } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input, Textarea } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import { GroupOffer } from './group-offer';
import { OperationsOffer } from './operations-offer';

const WAYS = [
  { value: 'group', label: 'A group', hint: 'You know which one you need.' },
  {
    value: 'operations',
    label: 'Operations',
    hint: 'You know what you must call. The smallest group that opens it is proposed.',
  },
];

/** Asks for access: to a group, or to operations, with a reason and until when. */
export function AskForm(props: {
  action: FormAction<string>;
  /** How long what is requested lasts at most; null for no limit. */
  maxAccessSeconds: number | null;
  /** What to begin with. */
  group: string | undefined;
  operation: string | undefined;
}) {
  const router = useRouter();
  const toast = useToast();
  const [way, setWay] = useState(props.operation ? 'operations' : 'group');
  const [day, setDay] = useState('');
  const { maxAccessSeconds } = props;
  return (
    <Form
      action={props.action}
      aria-label="Ask for access"
      onDone={(id) => {
        toast.done('Asked', 'You are told once somebody has decided.');
        router.push(paths.request(id));
      }}
    >
      <Section title="What you need">
        <div className="flex flex-col gap-4">
          <FieldGroup name="way" label="Ask for">
            <RadioGroup name="way" options={WAYS} value={way} onValueChange={setWay} />
          </FieldGroup>
          {way === 'group' ? (
            <GroupOffer start={props.group} />
          ) : (
            <OperationsOffer start={props.operation} />
          )}
        </div>
      </Section>
      <Section title="Why, and for how long">
        <div className="flex flex-col gap-4">
          <Field
            name="reason"
            label="Reason"
            required
            hint="Whoever decides reads this: what you work on, and since when."
          >
            <Textarea rows={2} maxLength={500} required />
          </Field>
          <input type="hidden" name="until" value={endOfDay(day) ?? day} />
          <Field
            name="until"
            label="Needed until"
            optional
            hint={`It ends by itself after that day.${maxAccessSeconds === null ? '' : ` At most ${formatDuration(maxAccessSeconds)}.`}`}
          >
            <Input
              type="date"
              name={undefined}
              value={day}
              onChange={(event) => setDay(event.target.value)}
              className="max-w-48"
            />
          </Field>
        </div>
      </Section>
      <FormActions>
        <ButtonLink href={paths.requests()}>Cancel</ButtonLink>
        <SubmitButton>Ask for access</SubmitButton>
      </FormActions>
    </Form>
  );
}
