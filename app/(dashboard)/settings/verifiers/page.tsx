import { ask } from '@/app/server/run';
import { LostChangesNotice } from '@/app/stopping/lost-changes-notice';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { AutoRefresh } from '@/components/settings/auto-refresh';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { CodeBlock } from '@/components/ui/code-block';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { VerifierStateBadge } from '@/components/ui/verifier-state';
import { listVerifiers } from '@/domain/verifiers/list-verifiers';

export const metadata = { title: 'Verifiers' };

const REFRESH_SECONDS = 5;

type Verifier = (typeof listVerifiers.output)['_zod']['output']['items'][number];

const columns: DataTableColumn<Verifier>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name },
  {
    id: 'state',
    header: 'State',
    phone: 'end',
    cell: (row) => <VerifierStateBadge state={row.state} />,
  },
  {
    id: 'lag',
    header: 'Behind by',
    align: 'end',
    phone: 'below',
    cell: (row) => (
      <>
        <span className="md:hidden">behind by </span>
        {row.lagEvents === 0 ? (
          <span className="text-muted">nothing</span>
        ) : (
          formatCount(row.lagEvents, 'change')
        )}
      </>
    ),
  },
  {
    id: 'applied',
    header: 'Applied change',
    align: 'end',
    cell: (row) => formatNumber(row.appliedSeq),
  },
  {
    id: 'heartbeat',
    header: 'Last heard',
    phone: 'below',
    cell: (row) => (
      <>
        <span className="md:hidden">heard of </span>
        <RelativeTime date={row.heartbeatAt} />
      </>
    ),
  },
  {
    id: 'started',
    header: 'Running since',
    cell: (row) => <RelativeTime date={row.startedAt} />,
  },
  {
    id: 'version',
    header: 'Version',
    align: 'end',
    cell: (row) => <Mono>{row.version}</Mono>,
  },
];

export default async function VerifiersPage() {
  const found = await ask(listVerifiers, {});
  return (
    <SettingsFrame current="verifiers">
      <LostChangesNotice />
      <Section
        title="Verifiers"
        description={`Heard of in the last 24 hours. Read again every ${REFRESH_SECONDS} seconds.`}
        flush
      >
        {found.ok ? (
          <>
            <StaticTable
              caption="Verifiers"
              columns={columns}
              rows={found.value.items}
              getRowId={(row) => row.id}
              empty={<NoVerifier />}
            />
            <AutoRefresh seconds={REFRESH_SECONDS} />
          </>
        ) : (
          <RefusedState refusal={found} operation={listVerifiers.operation} />
        )}
      </Section>
    </SettingsFrame>
  );
}

function NoVerifier() {
  return (
    <EmptyState title="No verifier has been heard of for 24 hours">
      <p className="pb-3">
        Nothing answers for any token now. Start one beside the APIs it protects, with the
        DATABASE_URL of this dashboard:
      </p>
      <div className="text-left">
        <CodeBlock label="Start a verifier" code="npm run --silent keyward -- verifier" />
      </div>
    </EmptyState>
  );
}
