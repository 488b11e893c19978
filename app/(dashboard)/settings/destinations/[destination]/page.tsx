import { notFound } from 'next/navigation';
import {
  deleteDestinationAction,
  dryRunAction,
  testDestinationAction,
} from '@/app/actions/destinations';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { DeleteButton } from '@/components/settings/delete-button';
import { DestinationTest, DryRun } from '@/components/settings/destination-test';
import { GroupLinks } from '@/components/settings/group-links';
import { KINDS } from '@/components/settings/place-fields';
import { ServedTokens } from '@/components/settings/served-tokens';
import { DescriptionList } from '@/components/ui/description-list';
import { ButtonLink } from '@/components/ui/link';
import { Mono, MonoId } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { deleteDestination } from '@/domain/destinations/delete-destination';
import type { DestinationDetail } from '@/domain/destinations/destination-view';
import { getDestination } from '@/domain/destinations/get-destination';
import { kindOf } from '@/domain/destinations/kinds/all';
import { testDestination } from '@/domain/destinations/test-destination';
import { updateDestination } from '@/domain/destinations/update-destination';

export const metadata = { title: 'Destination' };

export default async function DestinationPage(props: { params: Promise<{ destination: string }> }) {
  const actor = await requireActor();
  const { destination } = await props.params;
  const found = await ask(getDestination, { destination });
  if (!found.ok) {
    if (found.kind !== 'forbidden') notFound();
    return <RefusedState refusal={found} operation={getDestination.operation} />;
  }
  const view = found.value;
  const target = { type: 'destination' as const, id: view.id, name: view.name };
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.settings('destinations'), label: 'Destinations' }]}
        title={view.name}
        description={
          <>
            <span>{KINDS[view.kind].label}</span>
            <span>{view.where}</span>
            <MonoId id={view.id} noun="destination id" />
          </>
        }
        actions={
          <>
            {whyNot(actor, updateDestination, target) === undefined && (
              <ButtonLink href={paths.destinationEdit(view.id)}>Change</ButtonLink>
            )}
            <DeleteButton
              name={view.name}
              refusal={whyNot(actor, deleteDestination, target, view)}
              after={paths.settings('destinations')}
              remove={deleteDestinationAction.bind(null, view.id)}
            >
              No token goes there. What was written there stays there.
            </DeleteButton>
          </>
        }
      />
      <Section
        title="Tokens that go there"
        description="Each rotates on its own schedule; the latest rotation shows how it stands."
        flush
      >
        <ServedTokens rows={view.tokens} />
      </Section>
      <div className="grid gap-5 lg:grid-cols-2">
        <Section title="Test">
          <DestinationTest
            test={view.test}
            tested={kindOf(view.place).tested}
            refusal={whyNot(actor, testDestination, target)}
            ask={testDestinationAction.bind(null, view.id)}
          />
        </Section>
        <Section title="Dry run" description="What a delivery would write, without asking anybody.">
          <DryRun ask={dryRunAction.bind(null, view.id)} />
        </Section>
      </div>
      <Section title="Place">
        <DescriptionList items={factsOf(view)} />
      </Section>
    </Page>
  );
}

function factsOf({ kind, place, credential, groups, createdAt, createdBy }: DestinationDetail) {
  const values = place as Record<string, unknown>;
  return [
    ...KINDS[kind].fields
      .filter(({ name }) => values[name] !== undefined)
      .map(({ name, label, options }) => {
        const text = String(values[name]);
        const word = options?.find(({ value }) => value === text)?.label;
        return { label, value: word ?? <Mono className="break-all">{text}</Mono> };
      }),
    { label: 'Credential', value: <Mono className="break-all">{credential}</Mono> },
    {
      label: 'For tokens of',
      value: <GroupLinks groups={groups} />,
    },
    {
      label: 'Created',
      value: (
        <>
          by <bdi>{createdBy.name}</bdi>, <AbsoluteTime date={createdAt} />
        </>
      ),
    },
  ];
}
