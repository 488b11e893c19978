import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { OpenIncidentForm } from '@/components/respond/open-incident-form';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { openIncident } from '@/domain/incidents/open-incident';
import { openIncidentAction } from '../actions';

export const metadata = { title: 'Open incident' };

const KINDS = {
  token: (name: string) => `Leaked token ${name}`,
  identity: (name: string) => `${name}: everything stopped`,
  group: (name: string) => `Group ${name}`,
  ip: (name: string) => `Requests from ${name}`,
} as const;
const MAX_TITLE = 200;

export default async function NewIncidentPage(props: { searchParams: Promise<PageSearchParams> }) {
  const params = await props.searchParams;
  const given = (name: string) => {
    const value = params[name];
    return typeof value === 'string' ? value : undefined;
  };
  const kinds = (Object.keys(KINDS) as (keyof typeof KINDS)[]).filter((one) => params[one]);
  const [kind] = kinds;
  const id = kind && given(kind);
  // The first of several would be taken for all of them.
  const isUnclear = kinds.length > 1 || (kind !== undefined && id === undefined);
  const refused = whyNot(await requireActor(), openIncident, everything('incident'));
  return (
    <Page narrow>
      <PageHeader
        title="Open incident"
        breadcrumb={[
          { href: paths.respond(), label: 'Respond' },
          { href: paths.incidents(), label: 'Incidents' },
        ]}
        description={
          id
            ? 'It begins with what was stopped in the last day, and what was done until then.'
            : 'Revocations, notes and what you find out are gathered in it.'
        }
      />
      {refused ? (
        <RefusedState operation={openIncident.operation} />
      ) : isUnclear ? (
        <Section title="About whom?">
          <EmptyState
            title="The link names more than one"
            actions={<ButtonLink href={paths.incidentNew({})}>Open one about nobody</ButtonLink>}
          >
            An incident begins with one token, person, group or address; others are attached to it.
          </EmptyState>
        </Section>
      ) : (
        <OpenIncidentForm
          title={kind && id ? KINDS[kind](given('name') ?? id).slice(0, MAX_TITLE) : ''}
          about={kind && id ? { kind, id } : null}
          open={openIncidentAction}
        />
      )}
    </Page>
  );
}
