'use client';

import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import type { Refused } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import { PROOF_CHANNEL } from '@/components/ui/proof';
import { providerAddress } from '@/components/ui/provider-address';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { useLatest } from '@/components/ui/use-latest';
import { isSignOnReason, SIGN_ON_REASONS } from '@/domain/sso/sso-facts';
import type { Proving } from './proving';

const noTab = (): Refused => ({
  status: 'refused',
  code: 'no_tab',
  message: 'The browser opened no tab. Allow this page to open one, and try again.',
});

/** Signing in anew at one’s provider, in a tab of its own: what is typed on this page stays. */
export function ProviderProof(props: { name: string; proving: Proving; onDone(): void }) {
  const { name, proving } = props;
  const [isAway, setIsAway] = useState(false);
  const [refused, setRefused] = useState<Refused>();
  const [outcome, setOutcome] = useState<string>();
  const onDone = useLatest(props.onDone);
  useEffect(() => {
    if (!isAway) return undefined;
    const channel = new BroadcastChannel(PROOF_CHANNEL);
    channel.addEventListener('message', ({ data }) => {
      setIsAway(false);
      setOutcome(String(data));
      // The command is asked again, and knows better than a message does.
      if (data === 'proven') onDone.current();
    });
    return () => channel.close();
  }, [isAway, onDone]);
  async function go() {
    setRefused(undefined);
    setOutcome(undefined);
    // Opened before anything is waited for, or it counts as not asked for.
    const tab = window.open('about:blank', '_blank');
    if (tab === null) return setRefused(noTab());
    tab.opener = null;
    setIsAway(true);
    const begun = await attempt('it was begun', proving.beginAtProvider);
    const lead = async ({ slug, returnTo }: { slug: string; returnTo: string }) =>
      attempt('the provider was asked', () => providerAddress(slug, returnTo));
    const answer = begun.status === 'done' ? await lead(begun.result) : begun;
    if ('url' in answer) return tab.location.replace(answer.url);
    tab.close();
    setIsAway(false);
    setRefused(answer);
  }
  return (
    <div className="flex flex-col gap-3">
      {refused && <RefusalNotice refusal={refused} />}
      {outcome !== undefined && isSignOnReason(outcome) && (
        <Notice tone="danger" title="That was no proof" live>
          <p>{SIGN_ON_REASONS[outcome]}</p>
          {outcome === 'not_signed_in_anew' && (
            <p>
              Sign out and sign in again, then add a passkey under Settings → Password: it is asked
              for from then on.
            </p>
          )}
        </Notice>
      )}
      <Button
        className="w-full justify-center"
        icon={<ExternalLink aria-hidden />}
        onClick={() => void go()}
      >
        Sign in again with {name}
      </Button>
      {isAway && (
        <p className="text-sm text-muted" role="status">
          {name} asks you in another tab. This page goes on once you have signed in there.
        </p>
      )}
    </div>
  );
}
