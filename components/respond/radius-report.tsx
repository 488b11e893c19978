import type { ReactNode } from 'react';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Counted } from '@/components/ui/counted';
import { TextLink } from '@/components/ui/link';
import { LastFour, Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { Stat } from '@/components/ui/stat';
import { EmptyState } from '@/components/ui/states';
import type { BlastRadius } from '@/domain/decisions/blast-radius';
import { cappedWords, radiusQueryOf } from '@/domain/decisions/radius-words';

type Spanned = { count: number; denied: number; first: string; last: string };
type Listed<Item> = { total: number; items: Item[] };

/** The sums at a glance, then who, what and from where. */
export function RadiusReport(props: { radius: BlastRadius }) {
  const { radius } = props;
  const { operations, targets, addresses, agents, denials, tokens, others } = radius;
  const capped = cappedWords(radius);
  if (!radius.first || !radius.last) {
    return (
      <Section title="Decisions">
        <EmptyState title="No decision in this time within your reach">
          Nothing was asked of a verifier, or only where you may not look. Try a longer time.
        </EmptyState>
      </Section>
    );
  }
  const isToken = radius.subject.type === 'token';
  return (
    <>
      {capped && <Notice tone="warn" title={capped} />}
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
        <Stat
          label="Requests"
          value={formatNumber(radius.count)}
          note={
            <>
              last <RelativeTime date={radius.last} />
            </>
          }
        />
        <Stat label="Denied" value={formatNumber(radius.denied)} />
        <Stat label="Operations" value={formatNumber(operations.total)} />
        <Stat label="Targets" value={formatNumber(targets.total)} />
        <Stat label="Addresses" value={formatNumber(addresses.total)} />
        {isToken ? (
          <Stat label="Other tokens from there" value={formatNumber(others.items.length)} />
        ) : (
          <Stat label="Tokens" value={formatNumber(tokens.total)} />
        )}
      </div>
      <div className="-mb-5 gap-5 xl:columns-2 print:columns-1 *:mb-5 *:break-inside-avoid">
        <Busiest
          title="Operations"
          what="Operation"
          list={operations}
          cell={({ api, operation }) => (
            <>
              <Mono>{operation}</Mono> <span className="text-muted">{api}</span>
            </>
          )}
          keyOf={({ api, operation }) => `${api} ${operation}`}
        />
        <Busiest
          title="Targets"
          what="Request"
          list={targets}
          cell={({ method, path }) => (
            <Mono>
              {method} {path}
            </Mono>
          )}
          keyOf={({ api, method, path }) => `${api} ${method} ${path}`}
        />
        <Busiest
          title="Addresses"
          what="Address"
          list={addresses}
          cell={({ ip }) => <AddressLink ip={ip} radius={radius} />}
          keyOf={({ ip }) => ip}
        />
        <Busiest
          title="Agents"
          what="Agent"
          list={agents}
          cell={({ userAgent }) => <Mono>{userAgent}</Mono>}
          keyOf={({ userAgent }) => userAgent}
        />
        <Busiest
          title="Denials"
          what="Reason"
          list={denials}
          cell={({ code }) => <Mono>{code}</Mono>}
          keyOf={({ code }) => code}
        />
        {!isToken && (
          <Busiest
            title="Tokens"
            what="Token"
            list={tokens}
            cell={(token) => <TokenCell token={token} />}
            keyOf={({ tokenId }) => tokenId}
          />
        )}
        {others.items.length > 0 && (
          <Busiest
            title="Other tokens from the same addresses"
            what="Token"
            list={{ total: others.items.length, items: others.items }}
            cell={(token) => <TokenCell token={token} />}
            keyOf={({ tokenId }) => tokenId}
          />
        )}
      </div>
    </>
  );
}

function Busiest<Item extends Spanned>(props: {
  title: string;
  /** Header of the first column. */
  what: string;
  list: Listed<Item>;
  cell: (item: Item) => ReactNode;
  keyOf: (item: Item) => string;
}) {
  const { total, items } = props.list;
  if (items.length === 0) return null;
  const columns: DataTableColumn<Item>[] = [
    { id: 'what', header: props.what, cell: props.cell, width: 'w-full max-w-0 min-w-40' },
    {
      ...{ id: 'count', header: 'Requests', align: 'end', phone: 'end' },
      cell: ({ count }) => <Counted count={count} noun="request" />,
    },
    {
      ...{ id: 'denied', header: 'Denied', align: 'end', phone: 'below' },
      cell: ({ denied }) => <Counted count={denied} noun="denied" plural="denied" />,
    },
    {
      id: 'first',
      header: 'First',
      cell: ({ first }) => <RelativeTime date={first} />,
    },
    {
      id: 'last',
      header: 'Last',
      phone: 'below',
      cell: ({ last }) => <RelativeTime date={last} />,
    },
  ];
  return (
    <Section
      title={props.title}
      flush
      description={
        total > items.length ? `The busiest ${items.length} of ${formatNumber(total)}` : undefined
      }
    >
      <StaticTable caption={props.title} columns={columns} rows={items} getRowId={props.keyOf} />
    </Section>
  );
}

function AddressLink(props: { ip: string; radius: BlastRadius }) {
  const { from, to } = props.radius;
  return (
    <TextLink
      href={paths.radius(
        radiusQueryOf({ subject: { type: 'ip', id: props.ip, name: null }, from, to }),
      )}
      className="font-mono text-xs"
    >
      {props.ip}
    </TextLink>
  );
}

function TokenCell(props: { token: BlastRadius['tokens']['items'][number] }) {
  const { tokenId, tokenName, last4, identityName, groupSlug } = props.token;
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <TextLink quiet href={paths.token(tokenId)} className="min-w-0 truncate">
        {tokenName ?? tokenId}
      </TextLink>{' '}
      {last4 && <LastFour last4={last4} />}{' '}
      <span className="min-w-0 flex-1 truncate text-muted">
        <bdi>{identityName}</bdi> in {groupSlug}
      </span>
    </span>
  );
}
