import { previewSignInAction, setSignInAction } from '@/app/actions/single-sign-on';
import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { ProvidersTable } from '@/components/settings/providers-table';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { SignInPolicyForm } from '@/components/settings/sign-in-policy-form';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createProvider } from '@/domain/sso/create-provider';
import { listProviders } from '@/domain/sso/list-providers';
import { getSignIn, setSignIn } from '@/domain/sso/sign-in-policy';

export const metadata = { title: 'Single sign-on' };

export default async function SingleSignOnPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { cursor } = await props.searchParams;
  const found = await askIfAllowed(listProviders, {
    ...(typeof cursor === 'string' && { cursor }),
  });
  const policy = await askIfAllowed(getSignIn, {});
  const mayCreate = whyNot(actor, createProvider, everything('ssoProvider')) === undefined;
  return (
    <SettingsFrame current="single-sign-on">
      {found.ok ? (
        <Section
          title="Identity providers"
          description="People sign in with them, known by issuer and subject; an email links nobody."
          flush
          actions={
            <>
              {found.value.nextCursor && (
                <ButtonLink
                  size="small"
                  href={`${paths.settings('single-sign-on')}?cursor=${found.value.nextCursor}`}
                >
                  Older
                </ButtonLink>
              )}
              {mayCreate && (
                <ButtonLink size="small" variant="primary" href={paths.ssoProviderNew()}>
                  Create provider
                </ButtonLink>
              )}
            </>
          }
        >
          <ProvidersTable rows={found.value.items} />
        </Section>
      ) : (
        <RefusedState refusal={found} operation={listProviders.operation} />
      )}
      {policy.ok && (
        <SignInPolicyForm
          localSignIn={policy.value.localSignIn}
          breakGlass={policy.value.breakGlass.map(({ id, email }) => email ?? id)}
          save={whyNot(actor, setSignIn, everything('system')) ? null : setSignInAction}
          preview={previewSignInAction}
        />
      )}
    </SettingsFrame>
  );
}
