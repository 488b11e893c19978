import { loadList } from '@/app/server/load-list';
import { ask } from '@/app/server/run';
import { onlyOne } from '@/app/server/table-filters';
import { ChangesTable } from '@/components/audit/changes-table';
import { DecisionDetails } from '@/components/audit/decision-details';
import { DecisionsTable } from '@/components/audit/decisions-table';
import { DetailsDrawer } from '@/components/audit/details-drawer';
import { EventDetails } from '@/components/audit/event-details';
import { rangeStart, whichLog } from '@/components/audit/which-log';
import type { PageSearchParams, TableQuery } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { getEvent } from '@/domain/audit/get-event';
import { listEvents } from '@/domain/audit/list-events';
import { getDecision } from '@/domain/decisions/get-decision';
import { listDecisions } from '@/domain/decisions/list-decisions';

export const metadata = { title: 'Audit' };

const config = { facets: ['outcome', 'range'], sorts: ['at'], defaultSort: '-at' };

const outcomes = ['done', 'allowed', 'denied'] as const;

/** Search and facets as both logs take them: an outcome is a word of the search. */
function logInput({ q, filters }: TableQuery) {
  const outcome = onlyOne(outcomes, filters.outcome);
  const words = [q, outcome && `outcome:${outcome}`].filter(Boolean);
  const from = rangeStart(filters.range?.[0], Date.now());
  return { q: words.length > 0 ? words.join(' ') : undefined, ...(from && { from }) };
}
const one = (value: string | string[] | undefined) =>
  typeof value === 'string' ? value : undefined;

export default async function AuditPage(props: { searchParams: Promise<PageSearchParams> }) {
  const params = await props.searchParams;
  const decision = one(params.decision);
  const event = one(params.event);
  const log = whichLog(
    one(params.log) ?? (decision ? 'decisions' : undefined),
    one(params.q) ?? '',
  );
  const list = { params, config, input: logInput };
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Who changed what, and which group, through which token, called what, when."
      />
      <LinkTabs
        label="Log"
        current={log}
        tabs={[
          { id: 'changes', label: 'Changes' },
          { id: 'decisions', label: 'Decisions' },
        ]}
        hrefOf={(id) => paths.audit({ log: id })}
      />
      {log === 'changes' ? (
        <ChangesTable result={(await loadList(listEvents, list)).result} />
      ) : (
        <DecisionsTable result={(await loadList(listDecisions, list)).result} />
      )}
      {event && <OpenEvent id={event} />}
      {decision && <OpenDecision id={decision} />}
    </Page>
  );
}

async function OpenEvent({ id }: { id: string }) {
  const found = await ask(getEvent, { event: id });
  return (
    <DetailsDrawer
      kind="event"
      title={found.ok ? found.value.action : 'No such change'}
      description={found.ok ? `Change ${found.value.seq} of the log` : null}
    >
      {found.ok ? <EventDetails event={found.value} /> : <OutOfReach message={found.message} />}
    </DetailsDrawer>
  );
}

async function OpenDecision({ id }: { id: string }) {
  const found = await ask(getDecision, { decision: id });
  return (
    <DetailsDrawer
      kind="decision"
      title={found.ok ? (found.value.operation ?? found.value.code) : 'No such decision'}
      description={found.ok ? `Answered by ${found.value.verifier}` : null}
    >
      {found.ok ? (
        <DecisionDetails decision={found.value} />
      ) : (
        <OutOfReach message={found.message} />
      )}
    </DetailsDrawer>
  );
}

const OutOfReach = (props: { message: string }) => (
  <Notice tone="neutral" title="Nothing to show">
    {props.message}
  </Notice>
);
