import { notFound } from 'next/navigation';
import {
  deleteProviderAction,
  previewMappingsAction,
  setMappingsAction,
  testProviderAction,
} from '@/app/actions/single-sign-on';
import { whyNot } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { callbackAddress, logoutAddress } from '@/app/server/single-sign-on';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { DeleteButton } from '@/components/settings/delete-button';
import { ProviderMappings } from '@/components/settings/provider-mappings';
import { ProviderTestButton } from '@/components/settings/provider-test';
import { ProviderTestResult } from '@/components/settings/provider-test-result';
import { CopyButton } from '@/components/ui/copy-button';
import { DescriptionList } from '@/components/ui/description-list';
import { ButtonLink } from '@/components/ui/link';
import { Mono, MonoId } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { deleteProvider } from '@/domain/sso/delete-provider';
import { getTest } from '@/domain/sso/get-test';
import { getProvider } from '@/domain/sso/list-providers';
import type { ProviderView } from '@/domain/sso/provider-view';
import { setMappings } from '@/domain/sso/set-mappings';
import { testProvider } from '@/domain/sso/test-provider';
import { updateProvider } from '@/domain/sso/update-provider';
import { groupOptions } from '../../group-options';

export const metadata = { title: 'Identity provider' };

export default async function ProviderPage(props: {
  params: Promise<{ provider: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const actor = await requireActor();
  const found = await ask(getProvider, await props.params);
  if (!found.ok) {
    if (found.kind !== 'forbidden') notFound();
    return <RefusedState refusal={found} operation={getProvider.operation} />;
  }
  const view = found.value;
  const { test } = await props.searchParams;
  const tested =
    typeof test === 'string' ? await askIfAllowed(getTest, { provider: view.id, test }) : null;
  const target = { type: 'ssoProvider' as const, id: view.id, name: view.name };
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.settings('single-sign-on'), label: 'Single sign-on' }]}
        title={view.name}
        description={
          <>
            <span>{view.enabled ? 'People can sign in' : 'Switched off'}</span>
            <span>{view.issuer}</span>
            <MonoId id={view.id} noun="provider id" />
          </>
        }
        actions={
          <>
            {whyNot(actor, updateProvider, target) === undefined && (
              <ButtonLink href={paths.ssoProviderEdit(view.slug)}>Change</ButtonLink>
            )}
            <DeleteButton
              name={view.name}
              refusal={whyNot(actor, deleteProvider, target, view)}
              after={paths.settings('single-sign-on')}
              remove={deleteProviderAction.bind(null, view.id)}
            >
              The memberships it gave end with their tokens, and so do the sessions opened with it.
            </DeleteButton>
          </>
        }
      />
      <Section title="To register at the provider">
        <DescriptionList
          items={[
            { label: 'Redirect URI', value: <Address text={callbackAddress(view.slug)} /> },
            { label: 'Back-channel logout', value: <Address text={logoutAddress(view.slug)} /> },
          ]}
        />
      </Section>
      <Section
        title="Test sign-in"
        description="To the provider and back as yourself: you see what it says of you, no session is opened and nobody is linked. It works while the provider is switched off, too."
        actions={
          <ProviderTestButton
            refusal={whyNot(actor, testProvider, target)}
            begin={testProviderAction.bind(null, view.id)}
          />
        }
      >
        {tested?.ok ? (
          <ProviderTestResult result={tested.value} />
        ) : (
          <p className="text-sm text-muted">
            {tested
              ? 'That test was begun in another session, or is forgotten by now. Begin again.'
              : 'Nothing was tested in this session yet.'}
          </p>
        )}
      </Section>
      <Section
        title="Groups"
        description="Who is in a group there is in a group here, from their next sign-in until the provider no longer says so."
      >
        {whyNot(actor, setMappings, target) === undefined ? (
          <ProviderMappings
            key={JSON.stringify(view.mappings)}
            mappings={view.mappings}
            groups={await groupOptions()}
            save={setMappingsAction.bind(null, view.id)}
            preview={previewMappingsAction.bind(null, view.id)}
          />
        ) : (
          <DescriptionList
            items={view.mappings.map(({ externalGroup, group, role }) => ({
              label: externalGroup,
              value: `${group.name}, as ${role}`,
            }))}
          />
        )}
      </Section>
      <Section title="Provider">
        <DescriptionList items={factsOf(view)} />
      </Section>
    </Page>
  );
}

function Address({ text }: { text: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Mono className="break-all">{text}</Mono>
      <CopyButton text={text} label={`Copy ${text}`} />
    </span>
  );
}

const factsOf = (view: ProviderView) => [
  { label: 'Client id', value: <Mono className="break-all">{view.clientId}</Mono> },
  { label: 'Client secret', value: view.clientSecret ?? 'none: a public client' },
  { label: 'Scopes', value: <Mono>{view.scopes.join(' ')}</Mono> },
  { label: 'Groups claim', value: view.groupsClaim ?? 'none is read' },
  { label: 'New people', value: view.createsPeople ? 'are added' : 'are refused' },
  { label: 'Linked people', value: String(view.accounts) },
  { label: 'Created by', value: view.createdBy.name },
];
