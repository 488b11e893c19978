'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { useAct } from '@/components/ui/use-act';
import { AddApp } from './add-app';
import { AddPasskey } from './add-passkey';
import type { Enrolling } from './enrolling';
import { type Passkey, PasskeyRow } from './passkey-row';
import { RecoveryCodes } from './recovery-codes';

export interface Factors {
  readonly app: { readonly lastUsedAt: Date | null } | null;
  readonly passkeys: readonly Passkey[];
  readonly recoveryCodesLeft: number;
}

/** One's own passkeys, authenticator app and recovery codes. */
export function FactorSections(props: {
  factors: Factors;
  passkeyOrigin: string | null;
  actions: Enrolling;
}) {
  const { factors, actions } = props;
  const router = useRouter();
  const [codes, setCodes] = useState<readonly string[]>([]);
  function done(made: readonly string[]) {
    if (made.length > 0) setCodes(made);
    router.refresh();
  }
  return (
    <>
      {codes.length > 0 && <RecoveryCodes codes={codes} onDone={() => setCodes([])} />}
      <Section
        title="Passkeys"
        description="They sign you in without a password, and count as a second factor."
      >
        <ul className="mb-4 flex flex-col gap-2">
          {factors.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} actions={actions} />
          ))}
        </ul>
        <AddPasskey actions={actions} origin={props.passkeyOrigin} onDone={done} />
      </Section>
      <Section title="Authenticator app" description="Asked for a code after your password.">
        {factors.app ? (
          <AppRow lastUsedAt={factors.app.lastUsedAt} remove={actions.removeApp} />
        ) : (
          <AddApp actions={actions} onDone={done} />
        )}
      </Section>
      {(factors.app || factors.passkeys.length > 0) && (
        <CodesSection left={factors.recoveryCodesLeft} renew={actions.renewCodes} onDone={done} />
      )}
    </>
  );
}

function AppRow(props: { lastUsedAt: Date | null; remove: Enrolling['removeApp'] }) {
  const { pending, run } = useAct(props.remove, {
    ...{ lost: 'the app was removed', refused: 'The app was not removed' },
    done: 'The authenticator app is removed',
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
      <span>
        An app is set up, last used{' '}
        {props.lastUsedAt ? <RelativeTime date={props.lastUsedAt} /> : 'never'}.
      </span>
      <Button size="small" pending={pending} onClick={run} aria-label="Remove the app">
        Remove
      </Button>
    </div>
  );
}

function CodesSection(props: {
  left: number;
  renew: Enrolling['renewCodes'];
  onDone(codes: readonly string[]): void;
}) {
  async function renew() {
    const outcome = await props.renew();
    if (outcome.status === 'done') props.onDone(outcome.result);
    return outcome;
  }
  const { pending, run } = useAct(renew, {
    ...{ lost: 'new codes were made', refused: 'No new codes were made' },
  });
  return (
    <Section title="Recovery codes" description={`${formatCount(props.left, 'code')} left.`}>
      <Button pending={pending} onClick={run}>
        Make new codes
      </Button>
    </Section>
  );
}
