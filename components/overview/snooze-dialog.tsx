'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { dayOf, startOfDay } from '@/components/format/end-date';
import { formatDate } from '@/components/format/format';
import type { TokenRow } from '@/components/tokens/token-row';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import { Input } from '@/components/ui/input';
import { useToast } from '@/components/ui/toast';
import { useAct } from '@/components/ui/use-act';
import type { AttentionKind } from '@/domain/overview/attention-kinds';
import { MAX_SNOOZE_DAYS } from '@/domain/overview/overview-facts';
import type { AttentionActions } from './attention-list';
import { SNOOZED_WORDS } from './attention-looks';
import { wakingWords } from './snoozed-lines';

const DAY_MS = 86_400_000;

/** The day in so many days, in the reader's own time. */
const dayIn = (days: number) => dayOf(new Date(Date.now() + days * DAY_MS).toISOString());

/** Puts one thing off until a day; open while there is one. Everybody sees who did. */
export function SnoozeDialog(props: {
  snoozing: { token: TokenRow; kind: AttentionKind } | null;
  snooze: AttentionActions['snooze'];
  wake: AttentionActions['wake'];
  onClose: () => void;
}) {
  const { snoozing, onClose } = props;
  return (
    <Dialog
      open={snoozing !== null}
      onOpenChange={(open) => !open && onClose()}
      size="small"
      title={snoozing ? `Snooze ${snoozing.token.name} ••${snoozing.token.last4}` : ''}
      description={
        snoozing
          ? `It asks for attention again on that day, if it is still so: ${SNOOZED_WORDS[snoozing.kind]}. Others see your name beside it.`
          : ''
      }
    >
      {snoozing && <SnoozeForm {...props} snoozing={snoozing} />}
    </Dialog>
  );
}

function SnoozeForm(
  props: Parameters<typeof SnoozeDialog>[0] & {
    snoozing: { token: TokenRow; kind: AttentionKind };
  },
) {
  const { token, kind } = props.snoozing;
  const toast = useToast();
  const router = useRouter();
  const [day, setDay] = useState(() => dayIn(7));
  // The toast has it once the dialog is gone.
  const undo = useAct(() => props.wake(kind, token.id), wakingWords(token));
  // What is no day is refused by the server.
  const until = startOfDay(day) ?? 'none';
  return (
    <Form
      action={props.snooze}
      onDone={() => {
        props.onClose();
        toast.show({
          tone: 'ok',
          title: `${token.name} snoozed until ${formatDate(until)}`,
          action: {
            label: 'Undo',
            onSelect: undo.run,
          },
        });
        router.refresh();
      }}
    >
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="token" value={token.id} />
      <input type="hidden" name="until" value={until} />
      <Field name="until" label="Until" hint={`Within ${MAX_SNOOZE_DAYS} days.`}>
        <Input
          type="date"
          name="day"
          autoFocus
          value={day}
          min={dayIn(1)}
          max={dayIn(MAX_SNOOZE_DAYS)}
          onChange={(event) => setDay(event.target.value)}
        />
      </Field>
      <Field name="reason" label="Reason" optional>
        <Input maxLength={500} placeholder="replaced on Monday" />
      </Field>
      <FormActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <SubmitButton>Snooze</SubmitButton>
      </FormActions>
    </Form>
  );
}
