import { ENROLLING } from '@/app/actions/proving';
import { changePasswordAction } from '@/app/actions/settings';
import { beginLinkAction, unlinkAccountAction } from '@/app/actions/single-sign-on';
import { database } from '@/app/server/database';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { FactorSections } from '@/components/factors/factor-sections';
import { LinkedAccounts } from '@/components/people/linked-accounts';
import { ChangePassword } from '@/components/settings/change-password';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { Section } from '@/components/ui/section';
import { environment } from '@/domain/environment/env';
import { readFactors } from '@/domain/factors/list-factors';
import { relyingPartyOf } from '@/domain/factors/relying-party';
import { getIdentity } from '@/domain/identities/get-identity';
import { listAccounts } from '@/domain/sso/linked-accounts';
import { listSignInProviders } from '@/domain/sso/provider-target';

export const metadata = { title: 'Password' };

export default async function PasswordPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const self = await ask(getIdentity, { identity: actor.id });
  if (!self.ok) throw new Error(`your own account cannot be read: ${self.message}`);
  const { outcome } = await props.searchParams;
  const accounts = await ask(listAccounts, { identity: actor.id });
  if (!accounts.ok) throw new Error(`your own accounts cannot be read: ${accounts.message}`);
  const providers = await listSignInProviders(database());
  return (
    <SettingsFrame current="password">
      <Section
        title="Your password"
        description="Changing it ends every other session of yours, and one-time links made for you."
      >
        <ChangePassword email={self.value.email ?? ''} change={changePasswordAction} />
      </Section>
      <LinkedAccounts
        accounts={accounts.value.items}
        outcome={typeof outcome === 'string' ? outcome : undefined}
        providers={providers.map(({ slug, name }) => ({
          ...{ slug, name, begin: beginLinkAction.bind(null, slug) },
        }))}
        refusal={undefined}
        unlink={unlinkAccountAction.bind(null, actor.id)}
      />
      <FactorSections
        factors={await readFactors(database(), actor.id)}
        passkeyOrigin={relyingPartyOf(environment().keywardUrl)?.origin ?? null}
        actions={ENROLLING}
      />
    </SettingsFrame>
  );
}
