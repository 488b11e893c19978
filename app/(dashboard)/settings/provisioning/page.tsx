import { publicUrls } from '@/app/server/public-urls';
import { mayAnywhere } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { ProvisioningClients } from '@/components/settings/provisioning-clients';
import { ProvisioningProblems } from '@/components/settings/provisioning-problems';
import { PushedTable } from '@/components/settings/pushed-table';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { CopyButton } from '@/components/ui/copy-button';
import { DescriptionList } from '@/components/ui/description-list';
import { ButtonLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { createGroup } from '@/domain/groups/create-group';
import { createIdentity } from '@/domain/identities/create-identity';
import { listPushed } from '@/domain/scim/list-pushed';
import { createScope } from '@/domain/scopes/create-scope';
import { createToken } from '@/domain/tokens/create-token';
import { provisioningClients } from './clients';

export const metadata = { title: 'Provisioning' };

export default async function ProvisioningPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { cursor } = await props.searchParams;
  const found = await askIfAllowed(listPushed, {
    ...(typeof cursor === 'string' && { cursor }),
  });
  if (!found.ok) {
    return (
      <SettingsFrame current="provisioning">
        <RefusedState refusal={found} operation={listPushed.operation} />
      </SettingsFrame>
    );
  }
  const { items, nextCursor, problems } = found.value;
  const here = paths.settings('provisioning');
  return (
    <SettingsFrame current="provisioning">
      <Section
        title="To set up at the provider"
        description="SCIM 2.0. People come, are renamed and leave as the provider says; groups that it pushes lead where you map them."
      >
        <DescriptionList
          items={[
            { label: 'SCIM base URL', value: <Address text={baseUrl()} /> },
            { label: 'Authentication', value: 'Bearer token: one of a client below' },
          ]}
        />
      </Section>
      <ProvisioningClients
        clients={await provisioningClients()}
        mayCreate={mayAnywhere(actor, createToken)}
        maySetUp={[createScope, createGroup, createIdentity].every((each) =>
          mayAnywhere(actor, each),
        )}
      />
      <Section
        title="Pushed groups"
        description="A group leads nowhere until it is mapped; who is in it is in yours from then on."
        flush
        actions={
          <>
            {typeof cursor === 'string' && (
              <ButtonLink size="small" href={here}>
                First
              </ButtonLink>
            )}
            {nextCursor && (
              <ButtonLink size="small" href={`${here}?cursor=${nextCursor}`}>
                More
              </ButtonLink>
            )}
          </>
        }
      >
        <PushedTable rows={items} isPast={typeof cursor === 'string'} />
      </Section>
      {problems.length > 0 && <ProvisioningProblems problems={problems} />}
    </SettingsFrame>
  );
}

const baseUrl = () => `${publicUrls().dashboard.replace(/\/$/, '')}/scim/v2`;

function Address({ text }: { text: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Mono className="break-all">{text}</Mono>
      <CopyButton text={text} label="Copy the SCIM base URL" />
    </span>
  );
}
