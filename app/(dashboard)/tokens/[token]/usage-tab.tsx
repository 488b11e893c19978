import { askIfAllowed } from '@/app/server/run';
import { codeWords } from '@/components/audit/code-words';
import { StaticTable } from '@/components/data-table/static-table';
import type { PageSearchParams } from '@/components/data-table/table-query';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { countedBars } from '@/components/tokens/detail/counted-bars';
import { LastUsed } from '@/components/tokens/last-used';
import { Histogram } from '@/components/ui/charts';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import { countDecisions } from '@/domain/decisions/count-decisions';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { listDecisions } from '@/domain/decisions/list-decisions';
import type { TokenView } from '@/domain/tokens/token-view';

const shownDecisions = 50;

const columns: DataTableColumn<DecisionView>[] = [
  {
    id: 'at',
    header: 'When',
    cell: ({ id, at }) => (
      <span className="inline-flex gap-2">
        <RelativeTime date={at} />
        <TextLink href={paths.decision(id)} aria-label="Open this decision in the audit log">
          Open
        </TextLink>
      </span>
    ),
  },
  {
    id: 'outcome',
    header: 'Decision',
    phone: 'end',
    cell: ({ outcome, code }) => (
      <span className="inline-flex min-w-0 items-center gap-2" data-tooltip={code}>
        <StatusBadge status={outcome} />
        {outcome === 'denied' && (
          <span className="truncate text-muted max-md:hidden">{codeWords(code)}</span>
        )}
      </span>
    ),
  },
  {
    id: 'operation',
    header: 'Operation',
    phone: 'below',
    cell: ({ operation }) => (operation ? <Mono>{operation}</Mono> : <Nothing />),
  },
  {
    id: 'request',
    header: 'Request',
    phone: 'below',
    cell: ({ method, path }) =>
      path ? (
        <Mono className="text-muted">
          {method} {path}
        </Mono>
      ) : (
        <Nothing />
      ),
  },
  {
    id: 'scope',
    header: 'Through scope',
    cell: ({ scope }) => (scope ? <Mono>{scope}</Mono> : <Nothing />),
  },
  { id: 'ip', header: 'From', cell: ({ ip }) => (ip ? <Mono>{ip}</Mono> : <Nothing />) },
  { id: 'verifier', header: 'Verifier', cell: ({ verifier }) => verifier },
];

const Nothing = () => <span className="text-faint">—</span>;

/** How often, and for what, the token was used. */
export async function UsageTab(props: { token: TokenView; searchParams: PageSearchParams }) {
  const { token } = props;
  const hours = props.searchParams.hours === '168' ? 168 : 24;
  const [counts, decisions] = await Promise.all([
    askIfAllowed(countDecisions, { token: token.id, hours }),
    askIfAllowed(listDecisions, { q: `token:${token.id}`, limit: shownDecisions }),
  ]);
  return (
    <>
      <Section
        title="Decisions"
        description={<Uses token={token} />}
        actions={<RangeLinks token={token.id} hours={hours} />}
      >
        {counts.ok ? (
          <Histogram
            label={`Decisions about this token, last ${hours === 24 ? '24 hours' : '7 days'}`}
            bars={countedBars(counts.value.buckets, hours === 24 ? 1 : 6)}
            series={[
              { label: 'Allowed', tone: 'accent' },
              { label: 'Denied', tone: 'danger' },
            ]}
          />
        ) : (
          <RefusedState refusal={counts} operation={countDecisions.operation} />
        )}
      </Section>
      <Section
        title="Last decisions"
        flush
        actions={
          <ButtonLink size="small" href={paths.audit({ q: `token:${token.id}` })}>
            All in the audit log
          </ButtonLink>
        }
      >
        {decisions.ok ? (
          <StaticTable
            caption={`Last decisions, at most ${formatCount(shownDecisions, 'row')}`}
            columns={columns}
            rows={decisions.value.items}
            getRowId={({ id }) => id}
            empty={
              <EmptyState title="Not used yet">
                The first request with this token appears here within a second.
              </EmptyState>
            }
          />
        ) : (
          <RefusedState refusal={decisions} operation={listDecisions.operation} />
        )}
      </Section>
    </>
  );
}

function Uses({ token }: { token: TokenView }) {
  if (!token.firstUsedAt) return 'Never used.';
  return (
    <>
      First used <LastUsed at={token.firstUsedAt} ip={null} />, last{' '}
      <LastUsed at={token.lastUsedAt} ip={token.lastIp} />
      {token.lastIp && (
        <>
          {' '}
          from <Mono>{token.lastIp}</Mono>
        </>
      )}
    </>
  );
}

function RangeLinks({ token, hours }: { token: string; hours: number }) {
  const ranges = [
    { hours: 24, label: '24 hours', href: paths.token(token, 'usage') },
    { hours: 168, label: '7 days', href: `${paths.token(token, 'usage')}&hours=168` },
  ];
  return (
    <nav aria-label="Time range" className="flex gap-1">
      {ranges.map((range) => (
        <ButtonLink
          key={range.hours}
          size="small"
          variant={range.hours === hours ? 'secondary' : 'ghost'}
          aria-current={range.hours === hours ? 'true' : undefined}
          href={range.href}
          scroll={false}
          prefetch={false}
        >
          {range.label}
        </ButtonLink>
      ))}
    </nav>
  );
}
