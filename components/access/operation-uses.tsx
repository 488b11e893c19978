import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import type { Uses } from '@/domain/access/uses';
import { USES_KEPT_DAYS } from '@/domain/access/uses-days';

const SHOWN = 50;

interface Line {
  readonly api: string;
  readonly operation: string;
  readonly isGranted: boolean;
  readonly used90: number;
  readonly lastUsedAt: string | null;
  readonly lastDeniedAt: string | null;
}

const columns: DataTableColumn<Line>[] = [
  {
    id: 'operation',
    header: 'Operation',
    cell: ({ api, operation, isGranted }) => (
      <>
        <Mono>
          {api} {operation}
        </Mono>
        {!isGranted && <span className="text-muted"> · not granted</span>}
      </>
    ),
  },
  {
    id: 'used90',
    header: 'Allowed in 90 days',
    align: 'end',
    phone: 'end',
    cell: ({ used90 }) => formatNumber(used90),
  },
  {
    id: 'used',
    header: 'Last used',
    phone: 'below',
    cell: ({ lastUsedAt }) => <Last at={lastUsedAt} word="used" />,
  },
  {
    id: 'denied',
    header: 'Last denied',
    phone: 'below',
    cell: ({ lastDeniedAt }) => <Last at={lastDeniedAt} word="denied" />,
  },
];

function Last({ at, word }: { at: string | null; word: string }) {
  return (
    <>
      <span className="md:hidden">{word} </span>
      {at ? <RelativeTime date={at} /> : <span className="text-muted">never</span>}
    </>
  );
}

/** When each operation was last used and last denied, the latest first; what neither happened to is left out. */
export function OperationUses({ uses }: { uses: Uses }) {
  const lines = linesOf(uses);
  return (
    <Section
      title="Last used and last denied"
      description={sentence(lines.length)}
      flush={lines.length > 0}
    >
      <StaticTable
        caption="Last used and last denied, by operation"
        columns={columns}
        rows={lines.slice(0, SHOWN)}
        getRowId={({ api, operation }) => `${api} ${operation}`}
        empty={
          <EmptyState title="Nothing was asked for yet">
            Each operation comes here with its first request, allowed or denied.
          </EmptyState>
        }
      />
    </Section>
  );
}

const sentence = (count: number): string =>
  count > SHOWN
    ? `The latest ${SHOWN} of ${formatCount(count, 'operation')}, of ${USES_KEPT_DAYS} days.`
    : `Of ${USES_KEPT_DAYS} days, whether their decisions are kept or were dropped.`;

function linesOf({ scopes, others }: Uses): Line[] {
  const granted = scopes.flatMap(({ api, operations }) =>
    operations.map(({ name, ...use }) => ({
      ...{ api: api.slug, operation: name, isGranted: true, ...use },
    })),
  );
  const denied = others.map((other) => ({
    ...{ ...other, isGranted: false, used90: 0, lastUsedAt: null },
  }));
  const lines = new Map(
    [...granted, ...denied].map((line) => [`${line.api} ${line.operation}`, line]),
  );
  return [...lines.values()]
    .filter((line) => latestOf(line) !== '')
    .sort((one, other) => (latestOf(one) < latestOf(other) ? 1 : -1));
}

const latestOf = ({ lastUsedAt, lastDeniedAt }: Line): string =>
  [lastUsedAt ?? '', lastDeniedAt ?? ''].sort().at(-1) ?? '';
