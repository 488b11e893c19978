import { askIfAllowed } from '@/app/server/run';
import { StaticTable } from '@/components/data-table/static-table';
import type { PageSearchParams } from '@/components/data-table/table-query';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { LastUsed } from '@/components/tokens/last-used';
import { TokenStatus } from '@/components/tokens/token-status';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { MonoId, TokenHint } from '@/components/ui/mono-id';
import { AbsoluteTime, Expiry } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { listTokens } from '@/domain/tokens/list-tokens';
import type { TokenView } from '@/domain/tokens/token-view';
import { Delegation } from './delegation';

const maxShown = 200;

/** What it was made from and what from it; and the rotation family, newest first. */
export async function LineageTab(props: { token: TokenView; searchParams: PageSearchParams }) {
  const { token } = props;
  const family = await askIfAllowed(listTokens, { family: token.familyId, limit: maxShown });
  if (!family.ok) return <RefusedState refusal={family} operation={listTokens.operation} />;
  const { items } = family.value;
  return (
    <>
      <Delegation token={token} searchParams={props.searchParams} />
      <Section
        title="Rotation family"
        description={
          items.length === 1
            ? 'Never rotated: this token has neither predecessor nor successor.'
            : 'Rotation makes a successor with the same rights; the old token ends after an overlap.'
        }
        actions={<MonoId id={token.familyId} noun="family id" short />}
        flush
      >
        <StaticTable
          caption="Rotation family"
          columns={columnsFor(token.id, items)}
          rows={items}
          getRowId={({ id }) => id}
        />
      </Section>
    </>
  );
}

function columnsFor(currentId: string, family: readonly TokenView[]): DataTableColumn<TokenView>[] {
  const hintOf = new Map(family.map((each) => [each.id, each]));
  return [
    {
      id: 'name',
      header: 'Token',
      width: 'max-w-52',
      cell: ({ id, name }) =>
        id === currentId ? (
          <span className="flex items-center gap-2">
            <span className="min-w-0 truncate">{name}</span> <Badge tone="accent">This one</Badge>
          </span>
        ) : (
          <TextLink href={paths.token(id, 'lineage')}>{name}</TextLink>
        ),
    },
    {
      id: 'status',
      header: 'Status',
      phone: 'end',
      cell: (row) => <TokenStatus token={row} />,
    },
    {
      id: 'secret',
      header: 'Secret',
      phone: 'below',
      cell: (row) => <TokenHint prefix={row.prefix} first={row.first4} last={row.last4} />,
    },
    {
      id: 'predecessor',
      header: 'Replaces',
      cell: ({ predecessorId }) => {
        const predecessor = predecessorId === null ? undefined : hintOf.get(predecessorId);
        if (!predecessor) return <span className="text-muted">The first</span>;
        const { prefix, first4, last4 } = predecessor;
        return <TokenHint prefix={prefix} first={first4} last={last4} />;
      },
    },
    { id: 'created', header: 'Created', cell: (row) => <AbsoluteTime date={row.createdAt} /> },
    {
      id: 'ends',
      header: 'Ends',
      phone: 'below',
      cell: (row) => <Expiry date={row.retiresAt ?? row.expiresAt} soonDays={0} />,
    },
    {
      id: 'used',
      header: 'Last used',
      cell: (row) => <LastUsed at={row.lastUsedAt} ip={row.lastIp} />,
    },
  ];
}
