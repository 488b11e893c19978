'use client';

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { attempt } from './attempt';
import { Button } from './button';
import type { ConfirmDialogProps, ConfirmOutcome } from './confirm-dialog';
import { Input } from './input';
import { RefusalNotice } from './refusal-notice';
import { scrimClass } from './scrim';

/** The dialog itself, fetched when the first one opens; see `ConfirmDialog`. */
export function ConfirmPopup(props: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={scrimClass} />
        <AlertDialog.Popup className="fixed inset-x-0 bottom-0 z-50 mx-auto w-full rounded-t-xl bg-raised shadow-dialog outline-none transition-opacity duration-150 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0 sm:top-[18vh] sm:bottom-auto sm:max-w-md sm:rounded-xl">
          <ConfirmBody {...props} />
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function ConfirmBody(props: ConfirmDialogProps) {
  const [pending, startTransition] = useTransition();
  const [refusal, setRefusal] = useState<Extract<ConfirmOutcome, { status: 'refused' }>>();
  const [typed, setTyped] = useState('');
  const inputId = useId();
  const missing = props.typeToConfirm !== undefined && typed.trim() !== props.typeToConfirm;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (missing || pending) return;
    startTransition(async () => {
      const outcome = await attempt('it was done', props.onConfirm, props.withinMs);
      if (outcome?.status === 'refused') setRefusal(outcome);
      else props.onOpenChange(false);
    });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-5">
      <AlertDialog.Title className="text-lg font-semibold">{props.title}</AlertDialog.Title>
      <AlertDialog.Description
        render={<div />}
        className="flex flex-col gap-2 text-sm text-muted [&_strong]:font-medium [&_strong]:text-ink"
      >
        {props.children}
      </AlertDialog.Description>
      {refusal && <RefusalNotice refusal={refusal} />}
      {props.typeToConfirm !== undefined && (
        <div className="flex flex-col gap-1 text-sm">
          <label htmlFor={inputId}>
            Type <strong className="font-mono">{props.typeToConfirm}</strong> to confirm
          </label>
          <Input
            id={inputId}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            inputMode={/^\d+$/.test(props.typeToConfirm) ? 'numeric' : 'text'}
          />
        </div>
      )}
      <div className="flex justify-end gap-2 pt-2">
        <AlertDialog.Close render={<Button>Cancel</Button>} />
        <Button
          type="submit"
          variant={props.tone ?? 'danger'}
          pending={pending}
          disabledReason={missing ? `Type ${props.typeToConfirm} first` : undefined}
        >
          {props.confirmLabel}
        </Button>
      </div>
    </form>
  );
}
