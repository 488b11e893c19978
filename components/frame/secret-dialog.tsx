'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { LookupResult } from '@/components/respond/lookup-result';
import type { IncidentActions, Lookup } from '@/components/revocation/token-match';
import { answered } from '@/components/ui/attempt';
import { Dialog } from '@/components/ui/dialog';
import type { Openable } from '@/components/ui/on-demand';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';
import { ErrorState } from '@/components/ui/states';
import { useLatest } from '@/components/ui/use-latest';

type Found = Exclude<Lookup, { kind: 'address' }>;

export type SecretDialogProps = Openable & { secret: string; actions: IncidentActions };

/** The match card of a secret that was pasted anywhere. The secret is sent once and then forgotten. */
export function SecretDialog(props: SecretDialogProps) {
  const found = useLookup(props.secret, props.actions.lookup);
  const body = useRef<HTMLDivElement>(null);
  // Paste, Enter: two interactions by keyboard too. The answer may come before the dialog takes
  // focus or after it.
  const initialFocus = useMemo(
    () => ({
      get current() {
        return revokeButtonIn(body.current) ?? body.current;
      },
    }),
    [],
  );
  useEffect(() => {
    if (found) revokeButtonIn(body.current)?.focus();
  }, [found]);
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="A token was pasted"
      description="It was sent to be looked up and is kept nowhere. If it has leaked, revoke it."
      size="medium"
      initialFocus={initialFocus}
    >
      <div ref={body} tabIndex={-1} className="pt-1 outline-none">
        {found === undefined && (
          <SkeletonRegion label="Looking the token up">
            <div className="space-y-3">
              <Skeleton className="h-6 w-48" />
              <Skeleton className="h-40 w-full" />
            </div>
          </SkeletonRegion>
        )}
        {found === 'failed' && (
          <ErrorState title="The token could not be looked up">
            Nothing was changed. Close this and paste it again.
          </ErrorState>
        )}
        {typeof found === 'object' && <LookupResult lookup={found} actions={props.actions} />}
      </div>
    </Dialog>
  );
}

const revokeButtonIn = (element: HTMLElement | null) =>
  element?.querySelector<HTMLElement>('[data-match-revoke]');

function useLookup(
  secret: string,
  lookup: IncidentActions['lookup'],
): Found | 'failed' | undefined {
  const [found, setFound] = useState<Found | 'failed'>();
  const ask = useLatest(lookup);
  useEffect(() => {
    let late = false;
    setFound(undefined);
    answered(() => ask.current(secret)).then(
      (answer) => {
        if (!late) setFound(answer.kind === 'address' ? 'failed' : answer);
      },
      (cause: unknown) => {
        console.error(new Error('The token could not be looked up', { cause }));
        if (!late) setFound('failed');
      },
    );
    return () => {
      late = true;
    };
  }, [secret, ask]);
  return found;
}
