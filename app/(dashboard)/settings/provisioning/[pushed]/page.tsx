import { notFound } from 'next/navigation';
import { previewPushedAction, setPushedMappingsAction } from '@/app/actions/provisioning';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { PushedMappings } from '@/components/settings/pushed-mappings';
import { PushedPeople } from '@/components/settings/pushed-people';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Mono, MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { getPushed } from '@/domain/scim/get-pushed';
import { setPushedMappings } from '@/domain/scim/set-mappings';
import { groupOptions } from '../../group-options';

export const metadata = { title: 'Pushed group' };

export default async function PushedGroupPage(props: { params: Promise<{ pushed: string }> }) {
  const actor = await requireActor();
  const found = await ask(getPushed, await props.params);
  if (!found.ok) {
    if (found.kind !== 'forbidden') notFound();
    return <RefusedState refusal={found} operation={getPushed.operation} />;
  }
  const view = found.value;
  const { client, problem, mappings } = view;
  const target = { type: 'scimGroup' as const, id: view.id, name: view.name };
  const refusal = whyNot(actor, setPushedMappings, target);
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.settings('provisioning'), label: 'Provisioning' }]}
        title={view.name}
        description={
          <>
            <span>
              Pushed by <TextLink href={paths.person(client.id)}>{client.name}</TextLink>
            </span>
            <span>
              Last push <RelativeTime date={view.updatedAt} />
            </span>
            <MonoId id={view.id} noun="pushed group id" />
          </>
        }
      />
      {problem && (
        <Notice tone="warn" title="The last push was not taken as it was sent">
          <p className="break-words">{problem.detail}</p>
          <p className="text-muted">
            <Mono className="break-all">{problem.request}</Mono> <RelativeTime date={problem.at} />
          </p>
        </Notice>
      )}
      <Section
        title="Leads to"
        description="Who is in the pushed group is a member there, from this save until the client takes them out. Memberships made by hand or by another source stay as they are."
      >
        {refusal === undefined ? (
          <PushedMappings
            key={JSON.stringify(mappings)}
            mappings={mappings}
            groups={await groupOptions()}
            save={setPushedMappingsAction.bind(null, view.id)}
            preview={previewPushedAction.bind(null, view.id)}
          />
        ) : (
          <div className="space-y-3 text-sm">
            {mappings.length === 0 && <p className="text-muted">It leads nowhere.</p>}
            <DescriptionList
              items={mappings.map(({ group, role, createdByName }) => ({
                label: group.name,
                value: `as ${role}, mapped by ${createdByName}`,
              }))}
            />
            <p className="text-muted">{refusal}</p>
          </div>
        )}
      </Section>
      <PushedPeople people={view.people} members={view.members} client={client.name} />
    </Page>
  );
}
