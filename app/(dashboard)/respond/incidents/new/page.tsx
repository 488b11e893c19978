import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { OpenIncidentForm } from '@/components/respond/open-incident-form';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
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
  const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((one) => given(one));
  const id = kind && given(kind);
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
