import { CircleCheck } from 'lucide-react';
import { LostChangesNotice } from '@/app/incidents/lost-changes-notice';
import { ask, askIfAllowed } from '@/app/server/run';
import { formatNumber, formatPercent } from '@/components/format/format';
import { AttentionList } from '@/components/overview/attention-list';
import { FleetList } from '@/components/overview/fleet-list';
import { GettingStarted } from '@/components/overview/getting-started';
import { RiskyChanges } from '@/components/overview/risky-changes';
import { paths } from '@/components/paths';
import { Histogram } from '@/components/ui/charts';
import { TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Stat } from '@/components/ui/stat';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { listEvents } from '@/domain/audit/list-events';
import { countDecisions } from '@/domain/decisions/count-decisions';
import { getOverview } from '@/domain/overview/get-overview';
import { listVerifiers } from '@/domain/verifiers/list-verifiers';

export const metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const [overview, decisions, fleet] = await Promise.all([
    ask(getOverview, {}),
    askIfAllowed(countDecisions, { hours: 24 }),
    askIfAllowed(listVerifiers, {}),
  ]);
  if (!overview.ok) throw new Error(`the overview was refused: ${overview.message}`);
  const { attention, waitingRules, liveTokens, riskyChanges } = overview.value;
  const waiting = attention.reduce((sum, item) => sum + item.count, waitingRules.count);
  return (
    <Page>
      <PageHeader title="Overview" description="What your tokens do, and what to look at first." />
      <LostChangesNotice />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat label="Live tokens" value={formatNumber(liveTokens)} href={paths.tokens()} />
        {decisions.ok && <DecisionStats {...decisions.value} />}
        <Stat
          label="Need attention"
          value={formatNumber(waiting)}
          note={waiting === 0 ? 'Nothing is waiting' : 'Listed below, worst first'}
        />
      </div>
      {decisions.ok && (
        <Section
          title="Decisions, last 24 hours"
          actions={<TextLink href={paths.audit({ q: 'kind:decision' })}>All decisions</TextLink>}
        >
          <Histogram
            label="Decisions by hour, last 24 hours (UTC)"
            bars={decisions.value.buckets.map((bucket) => ({
              label: `${bucket.at.slice(11, 13)}:00`,
              values: [bucket.allowed, bucket.denied],
            }))}
            series={[
              { label: 'Allowed', tone: 'accent' },
              { label: 'Denied', tone: 'danger' },
            ]}
          />
        </Section>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Section title="Attention" flush>
          {waiting > 0 ? (
            <AttentionList items={attention} waitingRules={waitingRules} />
          ) : liveTokens > 0 ? (
            <EmptyState title="Nothing needs you now" icon={<CircleCheck aria-hidden />}>
              No token is expiring, unused, over-powered or refused again and again.
            </EmptyState>
          ) : (
            <GettingStarted />
          )}
        </Section>
        <div className="space-y-4">
          <Section
            title="Verifiers"
            actions={fleet.ok && <TextLink href={paths.settings('verifiers')}>Fleet</TextLink>}
            flush
          >
            {!fleet.ok ? (
              <RefusedState refusal={fleet} operation={listVerifiers.operation} />
            ) : fleet.value.items.length > 0 ? (
              <FleetList verifiers={fleet.value.items} />
            ) : (
              <EmptyState title="No verifier runs">Nothing answers for any token now.</EmptyState>
            )}
          </Section>
          <Section
            title="Latest risky changes"
            actions={riskyChanges && <TextLink href={paths.audit()}>Audit log</TextLink>}
            flush
          >
            {riskyChanges === null ? (
              <RefusedState operation={listEvents.operation} />
            ) : riskyChanges.length > 0 ? (
              <RiskyChanges changes={riskyChanges} />
            ) : (
              <EmptyState title="No such change yet">
                Changes of scopes, members and groups appear here.
              </EmptyState>
            )}
          </Section>
        </div>
      </div>
    </Page>
  );
}

function DecisionStats(props: { allowed: number; denied: number }) {
  const total = props.allowed + props.denied;
  const share = total === 0 ? 0 : props.denied / total;
  return (
    <>
      <Stat
        label="Decisions, 24 h"
        value={formatNumber(total)}
        href={paths.audit({ q: 'kind:decision after:-24h' })}
      />
      <Stat
        label="Denied, 24 h"
        value={formatNumber(props.denied)}
        note={total === 0 ? 'No request yet' : `${formatPercent(share)} of all`}
        href={paths.audit({ q: 'kind:decision outcome:denied after:-24h' })}
      />
    </>
  );
}
