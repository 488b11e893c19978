'use client';

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Check, Copy, Eye, EyeOff, KeyRound } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from './button';
import { Checkbox } from './choice';
import { copyText } from './copy-text';
import { IconButton } from './icon-button';
import { scrimClass } from './scrim';
import type { SecretRevealProps } from './secret-reveal';

const ignoreDismissal = () => undefined;

/** The dialog itself, fetched before the secret is made; see `SecretReveal`. */
export function SecretPopup(props: SecretRevealProps) {
  return (
    <AlertDialog.Root open={props.secret !== null} onOpenChange={ignoreDismissal}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={scrimClass} />
        <AlertDialog.Popup className="fixed inset-x-0 bottom-0 z-50 mx-auto max-h-[94dvh] w-full overflow-y-auto rounded-t-xl bg-raised shadow-dialog outline-none sm:top-[9vh] sm:bottom-auto sm:max-h-[85dvh] sm:max-w-xl sm:rounded-xl">
          {props.secret !== null && <SecretBody {...props} secret={props.secret} />}
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function SecretBody(props: SecretRevealProps & { secret: string }) {
  const [stored, setStored] = useState(false);
  const id = useId();
  const command = props.curl?.(props.secret);
  return (
    <div className="flex flex-col gap-4 p-5">
      <div className="flex gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-soft text-accent-text">
          <KeyRound aria-hidden size={18} />
        </span>
        <div className="min-w-0 space-y-1">
          <AlertDialog.Title className="text-lg font-semibold">{props.title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="text-sm text-muted">
            {props.description} This is the only time it is shown:{' '}
            {props.kept ?? 'Keyward keeps a hash, never the secret.'}
          </AlertDialog.Description>
        </div>
      </div>
      <CopyableField id={`${id}-secret`} label="Secret" value={props.secret} concealable />
      {command && (
        <CopyableField
          id={`${id}-curl`}
          label={props.curlLabel ?? 'Try it'}
          value={command}
          lines={command.split('\n').length}
        />
      )}
      {props.children}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        <Checkbox
          label="I have stored it in a safe place"
          checked={stored}
          onChange={(event) => setStored(event.target.checked)}
        />
        <Button
          variant="primary"
          onClick={props.onClose}
          disabledReason={stored ? undefined : 'Confirm first that you have stored it'}
        >
          Done
        </Button>
      </div>
    </div>
  );
}

function CopyableField(props: {
  id: string;
  label: string;
  value: string;
  lines?: number;
  concealable?: boolean;
}) {
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'blocked'>();
  const [concealed, setConcealed] = useState(false);

  async function copy(event: React.MouseEvent<HTMLButtonElement>) {
    const copied = await copyText(props.value, event.currentTarget);
    setOutcome(copied ? 'copied' : 'blocked');
    if (copied) return;
    setConcealed(false);
    field.current?.focus();
    field.current?.select();
  }
  const shared = {
    id: props.id,
    ref: field,
    readOnly: true,
    value: props.value,
    spellCheck: false,
    onFocus: () => field.current?.select(),
    className: 'control px-2.5 py-1.5 font-mono text-xs',
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={props.id} className="text-sm font-medium">
          {props.label}
        </label>
        <span role="status" className="text-xs text-muted">
          {outcome === 'copied' && 'Copied'}
          {outcome === 'blocked' && 'Press Ctrl+C or ⌘C to copy the selected text'}
        </span>
      </div>
      <div className="flex items-start gap-2">
        {props.lines && props.lines > 1 ? (
          <textarea {...shared} rows={Math.min(8, props.lines + 1)} />
        ) : (
          <input {...shared} type={concealed ? 'password' : 'text'} autoComplete="off" />
        )}
        {props.concealable && (
          <IconButton
            label={concealed ? 'Show secret' : 'Cover secret'}
            icon={concealed ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
            onClick={() => setConcealed(!concealed)}
          />
        )}
        <Button
          onClick={copy}
          icon={outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
          aria-label={`Copy ${props.label.toLowerCase()}`}
        >
          Copy
        </Button>
      </div>
    </div>
  );
}
