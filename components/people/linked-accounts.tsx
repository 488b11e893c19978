'use client';

import { Link2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { ProviderTrip } from '@/components/ui/provider-trip';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import { isSignOnReason, SIGN_ON_REASONS } from '@/domain/sso/sso-facts';

export interface LinkedAccount {
  readonly issuer: string;
  readonly subject: string;
  readonly provider: string | null;
  readonly email: string | null;
  readonly linkedAt: string;
  readonly lastSignInAt: string | null;
}

type Trip = () => Promise<ActionOutcome<{ slug: string; returnTo: string }>>;

/** The accounts at providers that somebody signs in with; only they themselves link one. */
export function LinkedAccounts(props: {
  accounts: LinkedAccount[];
  /** What came of linking one a moment ago: `linked`, or why not. */
  outcome?: string | undefined;
  /** Where one could be linked: for oneself alone. */
  providers?: { slug: string; name: string; begin: Trip }[];
  /** Why none can be unlinked; undefined where they can. */
  refusal: string | undefined;
  unlink: (account: { issuer: string; subject: string }) => Promise<ActionOutcome>;
}) {
  const { accounts, providers = [], outcome } = props;
  return (
    <Section
      title="Linked accounts"
      description="Known by the provider’s issuer and subject. An email address links nobody."
    >
      <div className="space-y-3">
        {outcome === 'linked' && (
          <Notice tone="ok" title="Your account is linked" live>
            <p>From now on you can sign in with it.</p>
          </Notice>
        )}
        {outcome !== undefined && isSignOnReason(outcome) && (
          <Notice tone="danger" title="Your account was not linked" live>
            <p>{SIGN_ON_REASONS[outcome]}</p>
          </Notice>
        )}
        {accounts.length === 0 && <p className="text-sm text-muted">No account is linked.</p>}
        <ul className="divide-y divide-line text-sm">
          {accounts.map((account) => (
            <Account key={`${account.issuer} ${account.subject}`} account={account} {...props} />
          ))}
        </ul>
        {providers.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {providers.map(({ slug, name, begin }) => (
              <ProviderTrip
                key={slug}
                icon={<Link2 aria-hidden />}
                failed="Not linked"
                begin={begin}
              >
                Link <bdi>{name}</bdi>
              </ProviderTrip>
            ))}
          </div>
        )}
      </div>
    </Section>
  );
}

function Account({
  account,
  ...props
}: {
  account: LinkedAccount;
  refusal: string | undefined;
  unlink: (account: { issuer: string; subject: string }) => Promise<ActionOutcome>;
}) {
  const { issuer, subject, provider, email, linkedAt, lastSignInAt } = account;
  const toast = useToast();
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const name = provider ?? issuer;
  async function unlink() {
    const outcome = await props.unlink({ issuer, subject });
    if (outcome.status === 'done') {
      toast.done(`${name} is unlinked`);
      router.refresh();
    }
    return outcome;
  }
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 py-2 first:pt-0">
      <div className="min-w-0 flex-1 space-y-0.5">
        <p className="font-medium">{name}</p>
        <p className="break-words text-muted">
          {email ?? 'the provider tells no email'} · <Mono className="break-all">{issuer}</Mono>
        </p>
        <p className="text-muted">
          Linked <RelativeTime date={linkedAt} /> ·{' '}
          {lastSignInAt ? (
            <>
              last sign-in <RelativeTime date={lastSignInAt} />
            </>
          ) : (
            'never signed in with'
          )}
        </p>
      </div>
      <Button
        size="small"
        disabledReason={props.refusal}
        aria-label={`Unlink ${name}`}
        onClick={() => setIsAsking(true)}
      >
        Unlink
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Unlink ${name}?`}
        confirmLabel="Unlink"
        tone="danger"
        onConfirm={unlink}
      >
        Sessions opened with it end. So do memberships that <bdi>{name}</bdi> gave, with their
        tokens.
      </ConfirmDialog>
    </li>
  );
}
