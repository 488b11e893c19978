import { dismissAction } from '@/app/actions/anomalies';
import { mayAnywhere, whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { onlyOne } from '@/app/server/table-filters';
import { AnomalyList } from '@/components/anomalies/anomaly-list';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { getAnomalyPolicy } from '@/domain/anomalies/anomaly-policy';
import { anomalyTarget } from '@/domain/anomalies/anomaly-rules';
import { dismissAnomaly } from '@/domain/anomalies/dismiss-anomaly';
import { listAnomalies } from '@/domain/anomalies/list-anomalies';

export const metadata = { title: 'Anomalies' };

const SHOWN = 50;
const TABS = ['open', 'dismissed'] as const;
type Tab = (typeof TABS)[number];

type Parameters = Record<string, string | string[] | undefined>;

export default async function AnomaliesPage(props: { searchParams: Promise<Parameters> }) {
  const actor = await requireActor();
  const { cursor, state } = await props.searchParams;
  const tab = onlyOne(TABS, [state ?? ''].flat()) ?? 'open';
  const at = typeof cursor === 'string' ? cursor : undefined;
  const found = await ask(listAnomalies, { state: tab, limit: SHOWN, ...(at && { cursor: at }) });
  const header = (
    <PageHeader
      breadcrumb={[{ href: paths.respond(), label: 'Respond' }]}
      title="Anomalies"
      description="Uses of tokens that are out of the ordinary, why, and where they are seen."
      actions={
        mayAnywhere(actor, getAnomalyPolicy) && (
          <ButtonLink href={paths.settings('policy')}>What is told</ButtonLink>
        )
      }
    />
  );
  if (!found.ok) {
    return (
      <Page>
        {header}
        <RefusedState refusal={found} operation={listAnomalies.operation} />
      </Page>
    );
  }
  const { items, nextCursor, total } = found.value;
  return (
    <Page>
      {header}
      <LinkTabs
        label="Anomalies"
        current={tab}
        tabs={[
          { id: 'open', label: 'Open', ...(tab === 'open' && { count: total }) },
          { id: 'dismissed', label: 'Dismissed', ...(tab === 'dismissed' && { count: total }) },
        ]}
        hrefOf={(id) => paths.anomalies({ state: id })}
      />
      {items.length === 0 ? (
        <NoAnomaly tab={tab} isPast={at !== undefined} />
      ) : (
        <AnomalyList
          dismiss={dismissAction}
          items={items.map((anomaly) => ({
            ...anomaly,
            refusal: whyNot(actor, dismissAnomaly, anomalyTarget(anomaly), anomaly) ?? null,
          }))}
        />
      )}
      {(at || nextCursor) && (
        <nav aria-label="More anomalies" className="flex justify-end gap-2">
          {at && <ButtonLink href={paths.anomalies({ state: tab })}>Newest</ButtonLink>}
          {nextCursor && (
            <ButtonLink href={paths.anomalies({ state: tab, cursor: nextCursor })}>
              Older
            </ButtonLink>
          )}
        </nav>
      )}
    </Page>
  );
}

function NoAnomaly({ tab, isPast }: { tab: Tab; isPast: boolean }) {
  if (isPast) return <EmptyState title="No older one">These were all.</EmptyState>;
  if (tab === 'dismissed') {
    return (
      <EmptyState title="None dismissed yet">
        What somebody has seen to stands here for 90 days, with who it was.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing out of the ordinary">
      A token used from a new network, from many at once, after it was stopped, or denied far more
      often than usual appears here, and whom it concerns is told.
    </EmptyState>
  );
}
