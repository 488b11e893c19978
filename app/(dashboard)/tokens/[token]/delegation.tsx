import { askIfAllowed } from '@/app/server/run';
import { TokensOf } from '@/app/token-lists/tokens-of';
import { StaticTable } from '@/components/data-table/static-table';
import type { PageSearchParams } from '@/components/data-table/table-query';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { lineageTree } from '@/components/tokens/detail/lineage-tree';
import { LastUsed } from '@/components/tokens/last-used';
import { TokenStatus } from '@/components/tokens/token-status';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { LastFour, Mono } from '@/components/ui/mono-id';
import { Expiry } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { listTokens } from '@/domain/tokens/list-tokens';
import type { TokenView } from '@/domain/tokens/token-view';

/** Past this many, what was made from a token is a list with pages instead of a tree. */
const MAX_IN_TREE = 100;

/** By how many stand above it: three at most. */
const INDENTS = ['', 'pl-5', 'pl-10', 'pl-15'];

/** What the token was made from, and what was made from it. */
export async function Delegation(props: { token: TokenView; searchParams: PageSearchParams }) {
  const { token } = props;
  const asked = { lineage: token.id, sort: 'createdAt', limit: MAX_IN_TREE } as const;
  const found = await askIfAllowed(listTokens, asked);
  if (!found.ok) return <RefusedState refusal={found} operation={listTokens.operation} />;
  const { items, total } = found.value;
  if (total === 1) {
    return (
      <Section title="Delegation">
        <p className="text-sm text-muted">
          Made from no other token, and none was made from it. An agent can be given less than it
          has: fewer scopes, for less long.
        </p>
      </Section>
    );
  }
  const isCrowded = total > MAX_IN_TREE;
  // Those above it are older than all below it, so they are among the first.
  const shown = isCrowded ? items.filter(({ depth }) => depth <= token.depth) : items;
  return (
    <>
      <Section title="Delegation" description={belowWords(token)} flush>
        <StaticTable
          caption="Delegation"
          columns={columnsFor(token.id)}
          rows={lineageTree(shown)}
          getRowId={({ id }) => id}
        />
      </Section>
      {isCrowded && (
        <section aria-label="Made from it" className="flex flex-col gap-3">
          <h2 className="text-sm font-semibold">
            {formatNumber(total - shown.length)} made from it
          </h2>
          <TokensOf
            filter={{ madeFrom: token.id }}
            searchParams={props.searchParams}
            empty={{
              title: 'No living token was made from this one',
              text: 'Those that have ended are no longer of use to anybody.',
            }}
          />
        </section>
      )}
    </>
  );
}

function belowWords({ name, livingBelow }: TokenView): string {
  if (livingBelow === 0) return 'Each ends with the one above it. None below this one is alive.';
  const ends =
    livingBelow === 1 ? '1 living token ends' : `${formatNumber(livingBelow)} living tokens end`;
  return `Each ends with the one above it: ${ends} with ${name}.`;
}

type Row = TokenView & { level: number };

function columnsFor(currentId: string): DataTableColumn<Row>[] {
  return [
    {
      id: 'name',
      header: 'Token',
      cell: ({ id, name, last4, level }) => (
        <span className={`inline-flex items-center gap-2 ${INDENTS[level] ?? 'pl-15'}`}>
          {level > 0 && (
            <span aria-hidden className="text-faint">
              └
            </span>
          )}
          {id === currentId ? name : <TextLink href={paths.token(id, 'lineage')}>{name}</TextLink>}
          {id === currentId && <Badge tone="accent">This one</Badge>}
          <LastFour last4={last4} />
        </span>
      ),
    },
    { id: 'status', header: 'Status', cell: (row) => <TokenStatus token={row} /> },
    {
      id: 'actsAs',
      header: 'Who acts',
      cell: ({ actsAs, identity }) => actsAs ?? identity.name,
    },
    { id: 'cut', header: 'Restricted to', cell: (row) => <CutDown token={row} /> },
    {
      id: 'ends',
      header: 'Ends',
      cell: (row) => <Expiry date={row.retiresAt ?? row.expiresAt} soonDays={0} />,
    },
    {
      id: 'used',
      header: 'Last used',
      cell: (row) => <LastUsed at={row.lastUsedAt} ip={row.lastIp} />,
    },
  ];
}

function CutDown({ token: { onlyApi, scopes } }: { token: TokenView }) {
  if (onlyApi === null && scopes === null)
    return <span className="text-muted">Not restricted</span>;
  const words = scopes ?? [];
  return <Mono>{[onlyApi && `${onlyApi.slug}:`, words.join(', ')].filter(Boolean).join(' ')}</Mono>;
}
