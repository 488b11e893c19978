'use client';

import { startAuthentication } from '@simplewebauthn/browser';
import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import type { ActionOutcome, Refused } from '@/components/ui/form-state';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { whyNoPasskeys } from './proving';

/** What a browser says that asked for a passkey and got none. */
export const noPasskey = (): Refused => ({
  status: 'refused',
  code: 'passkey_refused',
  message: 'No passkey was given. Try again, or use another way.',
});

/** Asks for a passkey, and hands on what it signed. */
export function PasskeyButton(props: {
  label: string;
  origin: string | null;
  options(): Promise<ActionOutcome<object>>;
  give(answer: unknown): Promise<ActionOutcome>;
  onDone(): void;
}) {
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  const [reason, setReason] = useState<string>();
  useEffect(() => setReason(whyNoPasskeys(props.origin)), [props.origin]);
  async function work(): Promise<ActionOutcome> {
    const asked = await attempt('a passkey can be asked for', props.options);
    if (asked.status === 'refused') return asked;
    const answer = await startAuthentication({ optionsJSON: asked.result as never }).catch(
      () => null,
    );
    return answer === null ? noPasskey() : attempt('it was taken', () => props.give(answer));
  }
  async function press() {
    setPending(true);
    setRefused(undefined);
    const outcome = await work();
    setPending(false);
    if (outcome.status === 'refused') setRefused(outcome);
    else props.onDone();
  }
  return (
    <div className="flex flex-col gap-3">
      {refused && <RefusalNotice refusal={refused} />}
      <Button
        className="w-full justify-center"
        icon={<KeyRound aria-hidden />}
        pending={pending}
        disabledReason={reason}
        onClick={press}
      >
        {props.label}
      </Button>
    </div>
  );
}
