import { askIfAllowed } from '@/app/server/run';
import { actionWords } from '@/app/server/timeline-rows';
import { formatNumber, formatPercent } from '@/components/format/format';
import { FleetList } from '@/components/overview/fleet-list';
import { RiskyChanges } from '@/components/overview/risky-changes';
import { paths } from '@/components/paths';
import { Histogram } from '@/components/ui/charts';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { Stat } from '@/components/ui/stat';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { listEvents } from '@/domain/audit/list-events';
import { countDecisions } from '@/domain/decisions/count-decisions';
import type { Overview } from '@/domain/overview/get-overview';
import { listVerifiers } from '@/domain/verifiers/list-verifiers';
import { waitingIn } from './attention';

/** Numbers and the last day's decisions, as far as the reader's reach goes. */
export async function Decisions(props: { overview: Promise<Overview> }) {
  const [decisions, overview] = await Promise.all([
    askIfAllowed(countDecisions, { hours: 24 }),
    props.overview,
  ]);
  const waiting = waitingIn(overview);
  return (
    <>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat label="Live tokens" value={formatNumber(overview.liveTokens)} href={paths.tokens()} />
        {decisions.ok && <DecisionStats {...decisions.value} />}
        <Stat
          label="Need attention"
          value={formatNumber(waiting)}
          note={waiting === 0 ? 'Nothing is waiting' : 'Listed above, worst first'}
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
    </>
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

/** Whether the verifiers keep up. */
export async function Fleet() {
  const fleet = await askIfAllowed(listVerifiers, {});
  return (
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
  );
}

/** The latest changes that gave power or took it from many. */
export async function Risky({ overview }: { overview: Promise<Overview> }) {
  const { riskyChanges } = await overview;
  return (
    <Section
      title="Latest risky changes"
      actions={riskyChanges && <TextLink href={paths.audit()}>Audit log</TextLink>}
      flush
    >
      {riskyChanges === null ? (
        <RefusedState operation={listEvents.operation} />
      ) : riskyChanges.length > 0 ? (
        <RiskyChanges
          changes={riskyChanges.map((change) => ({ ...change, words: actionWords(change.action) }))}
        />
      ) : (
        <EmptyState title="No such change yet">
          Changes of scopes, members and groups appear here.
        </EmptyState>
      )}
    </Section>
  );
}
