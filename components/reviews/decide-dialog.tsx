'use client';

import { useState } from 'react';
import { endOfDay } from '@/components/format/end-date';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import type { Openable } from '@/components/ui/on-demand';
import type { Decision } from '@/domain/reviews/review-facts';
import { consequenceOf } from './consequence';
import { type Choice, type EntryRow, splitRows } from './entry-row';
import { DECISION_WORDS, membershipsIn } from './review-words';

/** From this many on, the count has to be typed. */
const TYPED_FROM = 11;

/** A null decision takes back what was said. */
export interface Said {
  readonly entries: string[];
  readonly decision: Decision | null;
  readonly until?: string;
  readonly note?: string;
}
/** @returns how many memberships it was said of */
export type Decide = (said: Said) => Promise<ActionOutcome<number>>;

export type DecideDialogProps = Openable & {
  choice: Choice;
  decide: Decide;
  onDone: (count: number, choice: Choice) => void;
};

/** Asks for a note, for the date where there is one, and for the count where there are many. */
export function DecideDialog(props: DecideDialogProps) {
  const { decision, rows } = props.choice;
  const { meant } = splitRows(props.choice);
  const one = rows.length === 1 ? meant[0] : undefined;
  const what = one ? `${one.identity.name} in ${one.group.name}` : membershipsIn(meant.length);
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      size="small"
      title={`${DECISION_WORDS[decision]}: ${what}`}
      description={consequenceOf(decision, meant)}
    >
      <Questions {...props} />
    </Dialog>
  );
}

function Questions(props: DecideDialogProps) {
  const { choice } = props;
  const { decision } = choice;
  const { meant, left } = splitRows(choice);
  const [typed, setTyped] = useState('');
  const [day, setDay] = useState('');
  const isTyped = meant.length >= TYPED_FROM && decision !== 'keep';
  async function decide(_previous: unknown, form: FormData): Promise<ActionOutcome<number>> {
    const note = form.get('note');
    return props.decide({
      ...{ entries: meant.map(({ id }) => id), decision },
      ...(decision === 'shorten' && { until: endOfDay(day) ?? day }),
      ...(typeof note === 'string' && note.trim() !== '' && { note }),
    });
  }
  return (
    <Form action={decide} onDone={(count) => props.onDone(count, choice)} aria-label="Decision">
      <LeftOut decision={decision} rows={left} />
      {decision === 'shorten' && (
        <Field
          name="until"
          label="Until"
          hint="Membership and tokens stop at the end of that day."
          required
        >
          <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </Field>
      )}
      <Field name="note" label="Note" optional hint="It stays with the decision, as evidence.">
        <Input maxLength={500} />
      </Field>
      {isTyped && (
        <Field name="count" label={`Type ${meant.length} to confirm`}>
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      )}
      <FormActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <SubmitButton
          variant={decision === 'end' ? 'danger' : 'primary'}
          disabledReason={whyNotYet(meant.length, isTyped ? typed : null)}
        >
          {DECISION_WORDS[decision]}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

function whyNotYet(count: number, typed: string | null): string | undefined {
  if (count === 0) return 'None of these is yours to decide so';
  if (typed !== null && typed.trim() !== String(count)) return `Type ${count} first`;
  return undefined;
}

function LeftOut(props: { decision: Decision; rows: readonly EntryRow[] }) {
  const [first] = props.rows;
  if (!first) return null;
  return (
    <p className="text-sm text-muted">
      Left out: {membershipsIn(props.rows.length)}. {first.refusals[props.decision]}
    </p>
  );
}
