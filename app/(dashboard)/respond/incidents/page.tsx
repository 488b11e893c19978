import { Plus } from 'lucide-react';
import { loadList } from '@/app/server/load-list';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { onlyOne } from '@/app/server/table-filters';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { IncidentsTable } from '@/components/respond/incidents-table';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { listIncidents } from '@/domain/incidents/list-incidents';
import { openIncident } from '@/domain/incidents/open-incident';

export const metadata = { title: 'Incidents' };

const STATES = ['open', 'closed'] as const;

export default async function IncidentsPage(props: { searchParams: Promise<PageSearchParams> }) {
  const refusal = whyNot(await requireActor(), openIncident, everything('incident'));
  const { result } = await loadList(listIncidents, {
    params: await props.searchParams,
    config: { facets: ['state'], defaultSort: '-openedAt' },
    input: ({ filters }) => ({ state: onlyOne(STATES, filters.state) }),
  });
  const open = refusal ? (
    <Button icon={<Plus aria-hidden />} disabledReason={refusal}>
      Open incident
    </Button>
  ) : (
    <ButtonLink variant="primary" href={paths.incidentNew()} icon={<Plus aria-hidden />}>
      Open incident
    </ButtonLink>
  );
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.respond(), label: 'Respond' }]}
        title="Incidents"
        description="What went wrong, what was stopped, and what was found out, in one timeline each."
        actions={open}
      />
      <IncidentsTable
        result={result}
        empty={
          <EmptyState title="No incident yet" actions={open}>
            One begins with what was stopped and what it had done, and ends as a report. Open it
            here, or from the card of a token that was revoked.
          </EmptyState>
        }
      />
    </Page>
  );
}
