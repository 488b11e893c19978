'use client';

import { useEffect, useRef, useState } from 'react';
import { paths } from '@/components/paths';
import type { FormAction, FormState } from '@/components/ui/form-state';
import { ButtonLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';
import { useLatest } from '@/components/ui/use-latest';
import { SETUP_LINK_HOURS } from '@/domain/credentials/credential-facts';
import { SetupForm, type SetupSubject } from './setup-form';

type Inspection = Exclude<FormState<SetupSubject>, { status: 'idle' }>;

/** Finds out whom the link in the address is for, and shows their form or why it does not work. */
export function Setup(props: {
  inspect: (code: string) => Promise<Inspection>;
  claim: FormAction<{ email: string }>;
}) {
  const code = useSetupCode();
  const inspection = useInspection(code, props.inspect);
  if (code === null) {
    return (
      <Problem title="The link is incomplete" tone="warn">
        The one-time code after the <code>#</code> is missing: it is dropped when the page is
        reloaded. Open the whole link again, as it was printed or sent to you.
      </Problem>
    );
  }
  if (!code || inspection === undefined) {
    return (
      <SkeletonRegion label="Checking the link">
        <div className="space-y-4">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-full" />
        </div>
      </SkeletonRegion>
    );
  }
  if (inspection === 'failed') {
    return (
      <Problem title="The link could not be checked" tone="danger">
        The server did not answer as it should. The link is still good: open it again in a moment.
      </Problem>
    );
  }
  if (inspection.status === 'refused') return <RefusedLink {...inspection} />;
  const subject = inspection.result;
  return (
    <>
      <p className="text-sm text-muted">
        {subject.kind === 'person'
          ? `Welcome, ${subject.name}. Choose a password; the link then stops working.`
          : 'You become the first administrator. The link works once.'}
      </p>
      <SetupForm code={code} subject={subject} claim={props.claim} />
    </>
  );
}

function useInspection(
  code: string | null | undefined,
  inspect: (code: string) => Promise<Inspection>,
): Inspection | 'failed' | undefined {
  const [inspection, setInspection] = useState<Inspection | 'failed'>();
  const ask = useLatest(inspect);
  useEffect(() => {
    if (!code) return;
    let late = false;
    setInspection(undefined);
    ask.current(code).then(
      (answer) => !late && setInspection(answer),
      (cause: unknown) => {
        console.error(new Error('The setup link could not be checked', { cause }));
        if (!late) setInspection('failed');
      },
    );
    return () => {
      late = true;
    };
  }, [code, ask]);
  return inspection;
}

function RefusedLink(props: { code: string; message: string }) {
  if (props.code === 'administrator_exists') {
    return (
      <Problem title="Keyward is set up already" tone="info" signIn>
        There is an administrator, so this link has nothing left to do. Sign in, or ask an
        administrator for a link of your own.
      </Problem>
    );
  }
  return (
    <Problem title="This link does not work any more" tone="danger" signIn>
      It was used already, was replaced by a newer one, or is older than {SETUP_LINK_HOURS} hours.
      If you were setting up Keyward, restart it: while there is no administrator it prints a new
      link. Otherwise ask an administrator for a new one.
    </Problem>
  );
}

function Problem(props: {
  title: string;
  tone: 'info' | 'warn' | 'danger';
  signIn?: boolean;
  children: React.ReactNode;
}) {
  return (
    <>
      <Notice tone={props.tone} title={props.title} live>
        <p>{props.children}</p>
      </Notice>
      {props.signIn && (
        <div>
          <ButtonLink href={paths.signIn()} variant="primary">
            To sign-in
          </ButtonLink>
        </div>
      )}
    </>
  );
}

/**
 * The one-time code behind the `#` of this address, taken out of the address bar at once. It is
 * kept in memory only: undefined until read, null where there is none.
 */
function useSetupCode(): string | null | undefined {
  const [code, setCode] = useState<string | null>();
  const taken = useRef<string | null>(null);
  useEffect(() => {
    function take() {
      const found = window.location.hash.slice(1);
      if (found) {
        taken.current = found;
        window.history.replaceState(null, '', window.location.pathname);
      }
      setCode(taken.current);
    }
    take();
    // A second link pasted into the same tab changes the fragment only.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return code;
}
