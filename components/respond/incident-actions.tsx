'use client';

import { Paperclip } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { Textarea } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { useToast } from '@/components/ui/toast';
import { useAct } from '@/components/ui/use-act';
import { stopWords } from '@/domain/incidents/stop-words';

type Suggested = { seq: number; at: string; action: string; target: string; actor: string };

/** A field for the next note. What is written stays. */
export function NoteForm(props: { refusal: string | undefined; add: FormAction }) {
  const router = useRouter();
  const toast = useToast();
  const [round, setRound] = useState(0);
  return (
    <Form
      key={round}
      action={props.add}
      onDone={() => {
        setRound(round + 1);
        toast.done('The note is added');
        router.refresh();
      }}
      aria-label="Note"
      className="print:hidden"
    >
      <Field name="note" label="Note" hint="It can’t be changed afterwards.">
        <Textarea rows={3} maxLength={4_000} />
      </Field>
      <FormActions>
        <SubmitButton disabledReason={props.refusal}>Add note</SubmitButton>
      </FormActions>
    </Form>
  );
}

/** Stops that nobody has attached yet, each with its button, and one for all. */
export function SuggestedStops(props: {
  stops: readonly Suggested[];
  refusal: string | undefined;
  attach: (events: number[]) => Promise<ActionOutcome>;
}) {
  const { stops, refusal } = props;
  const all = useAct(() => props.attach(stops.map(({ seq }) => seq)), {
    ...{ lost: 'they were attached', refused: 'They were not attached', done: 'Attached' },
  });
  return (
    <ul className="divide-y divide-line text-sm">
      {stops.map((stop) => (
        <li key={stop.seq} className="flex items-start justify-between gap-3 px-4 py-2">
          <span className="min-w-0 wrap-anywhere">
            {stopWords(stop.action)} <bdi>{stop.target}</bdi>{' '}
            <span className="text-muted">
              by <bdi>{stop.actor}</bdi>, <RelativeTime date={stop.at} />
            </span>
          </span>
          <AttachButton stop={stop} refusal={refusal} attach={props.attach} />
        </li>
      ))}
      {stops.length > 1 && (
        <li className="px-4 py-2 text-right">
          <Button
            size="small"
            pending={all.pending}
            disabledReason={refusal}
            onClick={() => void all.run()}
          >
            Attach all {stops.length}
          </Button>
        </li>
      )}
    </ul>
  );
}

function AttachButton(props: {
  stop: Suggested;
  refusal: string | undefined;
  attach: (events: number[]) => Promise<ActionOutcome>;
}) {
  const { seq, action, target } = props.stop;
  const { pending, run } = useAct(() => props.attach([seq]), {
    ...{ lost: 'it was attached', refused: 'It was not attached', done: 'Attached' },
  });
  return (
    <Button
      size="small"
      icon={<Paperclip aria-hidden />}
      aria-label={`Attach: ${stopWords(action)} ${target}`}
      pending={pending}
      disabledReason={props.refusal}
      onClick={() => void run()}
    >
      Attach
    </Button>
  );
}

/** Closes an incident with its summary. */
export function CloseIncident(props: {
  title: string;
  entryCount: number;
  refusal: string | undefined;
  close: FormAction;
}) {
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" disabledReason={props.refusal} onClick={() => setOpen(true)}>
        Close incident
      </Button>
      <Dialog open={open} onOpenChange={setOpen} size="medium" title={`Close ${props.title}`}>
        <Form
          action={props.close}
          onDone={() => {
            setOpen(false);
            toast.done(`${props.title} is closed`);
            router.refresh();
          }}
        >
          <Field
            name="summary"
            label="Summary"
            hint={`What happened, what was done, what is left. With ${formatCount(props.entryCount, 'entry', 'entries')} it becomes the report; nothing is added afterwards.`}
            required
          >
            <Textarea rows={8} maxLength={4_000} />
          </Field>
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Close incident</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
    </>
  );
}
