'use client';

import { Check, Undo2, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { dayOf, endOfDay } from '@/components/format/end-date';
import { formatDuration } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { useToast } from '@/components/ui/toast';
import type { RequestDetail } from './request-facts';
import { joinWords } from './request-words';

/** Approve, deny, or take back: what the reader may not do keeps its button, with the reason. */
export function DecideRequest(props: {
  request: RequestDetail;
  refusals: { approve: string | undefined; deny: string | undefined };
  approve: FormAction;
  deny: FormAction;
  /** Given to whoever asked. */
  withdraw: (() => Promise<ActionOutcome>) | null;
}) {
  const { request, refusals } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState<'approve' | 'deny' | 'withdraw' | null>(null);
  const close = () => setOpen(null);
  const done = (what: string) => {
    close();
    toast.done(what);
    router.refresh();
  };
  return (
    <>
      {props.withdraw && (
        <Button icon={<Undo2 aria-hidden />} onClick={() => setOpen('withdraw')}>
          Withdraw
        </Button>
      )}
      <Button
        icon={<X aria-hidden />}
        disabledReason={refusals.deny}
        onClick={() => setOpen('deny')}
      >
        Deny
      </Button>
      <Button
        variant="primary"
        icon={<Check aria-hidden />}
        disabledReason={refusals.approve}
        onClick={() => setOpen('approve')}
      >
        Approve
      </Button>
      <Dialog
        open={open === 'approve'}
        onOpenChange={close}
        size="small"
        title={`Approve: ${request.title}`}
        description={
          request.kind === 'access'
            ? joinWords(request)
            : 'The change is made at once, by you and whoever asked for it.'
        }
      >
        <Form action={props.approve} onDone={() => done('Approved')} aria-label="Approve">
          {request.kind === 'access' && <Until request={request} />}
          <Field name="reason" label="Note" optional>
            <Input maxLength={500} />
          </Field>
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton>Approve</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
      <Dialog
        open={open === 'deny'}
        onOpenChange={close}
        size="small"
        title={`Deny: ${request.title}`}
        description={`${request.requester.name} is told, with your reason.`}
      >
        <Form action={props.deny} onDone={() => done('Denied')} aria-label="Deny">
          <Field
            name="reason"
            label="Reason"
            required
            hint="What they could do instead helps most."
          >
            <Input maxLength={500} required />
          </Field>
          <FormActions>
            <DialogClose render={<Button>Cancel</Button>} />
            <SubmitButton variant="danger">Deny</SubmitButton>
          </FormActions>
        </Form>
      </Dialog>
      {props.withdraw && (
        <ConfirmDialog
          open={open === 'withdraw'}
          onOpenChange={close}
          title="Withdraw your request?"
          confirmLabel="Withdraw"
          onConfirm={async () => {
            const outcome = await props.withdraw?.();
            if (outcome?.status === 'refused') return outcome;
            done('Withdrawn');
            return undefined;
          }}
        >
          <p>Nobody can approve “{request.title}” any more. You can ask again.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** The end of the access: as wished, unless somebody says otherwise. */
function Until(props: { request: RequestDetail }) {
  const { wishedUntil, maxAccessSeconds } = props.request;
  const [day, setDay] = useState(dayOf(wishedUntil));
  const most = maxAccessSeconds === null ? '' : ` At most ${formatDuration(maxAccessSeconds)}.`;
  return (
    <>
      {/* An untouched wish goes back to the moment, not only to its day. */}
      <input
        type="hidden"
        name="until"
        value={day === dayOf(wishedUntil) ? (wishedUntil ?? '') : (endOfDay(day) ?? day)}
      />
      <Field
        name="until"
        label="Until"
        hint={`Membership and tokens stop at the end of that day. Empty for ${maxAccessSeconds === null ? 'no end date' : 'as long as allowed'}.${most}`}
      >
        <Input
          type="date"
          name={undefined}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </Field>
    </>
  );
}
