'use client';

import { useEffect, useMemo, useRef } from 'react';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { lookupQuestion } from '@/components/respond/lookup-question';
import { LookupResult } from '@/components/respond/lookup-result';
import { withSecretHashed } from '@/components/secret-paste/secret-digest';
import { Dialog } from '@/components/ui/dialog';
import type { Openable } from '@/components/ui/on-demand';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';

export type SecretDialogProps = Openable & { secret: string };

/** The match card of a secret that was pasted anywhere. It is forgotten on closing. */
export function SecretDialog(props: SecretDialogProps) {
  const asked = useAskedValue(lookupQuestion, withSecretHashed(props.secret));
  const found = asked.status === 'answered' ? asked.answer : null;
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
      description="Only its SHA-256 has left this page. If it has leaked, revoke it."
      size="medium"
      initialFocus={initialFocus}
    >
      <div ref={body} tabIndex={-1} className="pt-1 outline-none">
        {asked.status === 'asking' && (
          <SkeletonRegion label="Looking the token up">
            <div className="space-y-3">
              <Skeleton className="h-6 w-48" />
              <Skeleton className="h-40 w-full" />
            </div>
          </SkeletonRegion>
        )}
        <AskedProblem asked={asked} title="The token could not be looked up" />
        {found && found.kind !== 'address' && <LookupResult lookup={found} />}
      </div>
    </Dialog>
  );
}

const revokeButtonIn = (element: HTMLElement | null) =>
  element?.querySelector<HTMLElement>('[data-match-revoke]');
