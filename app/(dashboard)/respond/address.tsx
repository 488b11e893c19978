import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { revokeRefusal } from '@/app/stopping/lookup';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { type AddressToken, AddressTokens } from '@/components/respond/address-tokens';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { Actor } from '@/domain/base/actor';
import { type BlastRadius, blastRadius } from '@/domain/decisions/blast-radius';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { isRange } from '@/domain/history/query/read-address';
import { getToken } from '@/domain/tokens/get-token';

const SHOWN_DECISIONS = 100;
/** Each with its own revoke; more are ended together. */
const SHOWN_TOKENS = 20;

const columns: DataTableColumn<DecisionView>[] = [
  { id: 'at', header: 'When', cell: (row) => <RelativeTime date={row.at} /> },
  {
    id: 'outcome',
    header: 'Decision',
    cell: (row) => (
      <StatusBadge status={row.outcome} {...(row.outcome === 'denied' && { word: row.code })} />
    ),
  },
  { id: 'token', header: 'Token', cell: (row) => row.token?.name ?? 'Unknown' },
  { id: 'identity', header: 'Identity', wideOnly: true, cell: (row) => row.identity?.name },
  {
    id: 'operation',
    header: 'Operation',
    cell: (row) => <Mono>{row.operation ?? row.path ?? '—'}</Mono>,
  },
  { id: 'verifier', header: 'Verifier', wideOnly: true, cell: (row) => row.verifier },
];

const addressColumn: DataTableColumn<DecisionView> = {
  id: 'ip',
  header: 'Address',
  cell: (row) => <Mono>{row.ip}</Mono>,
};

/** What an address, or a range of them, did, newest first, and the tokens it did it with. */
export async function AddressReport(props: { network: string }) {
  const { network } = props;
  const what = isRange(network) ? 'range' : 'address';
  const [found, radius] = await Promise.all([
    ask(listDecisions, { q: `ip:${network}`, limit: SHOWN_DECISIONS }),
    askIfAllowed(blastRadius, { ip: network }),
  ]);
  if (!found.ok) return <RefusedState refusal={found} operation={listDecisions.operation} />;
  const { items, nextCursor } = found.value;
  if (items.length === 0) {
    return (
      <Section title="Decisions">
        <EmptyState title={`No decision from ${network} within your reach`}>
          Nothing has asked a verifier from this {what}, or only with tokens you may not see.
        </EmptyState>
      </Section>
    );
  }
  const { tokens, more } = await tokensOf(items, await requireActor());
  const shown = nextCursor
    ? `Of the newest ${SHOWN_DECISIONS} decisions from this ${what}.`
    : `Of ${formatCount(items.length, 'decision')} from this ${what}.`;
  return (
    <>
      <Section
        title={
          <>
            Tokens used from <Mono className="text-sm">{network}</Mono>
          </>
        }
        description={shown}
        flush
        actions={
          <>
            <ButtonLink size="small" href={paths.radius({ ip: network })}>
              Blast radius
            </ButtonLink>
            <ButtonLink size="small" href={paths.respondSeveral({ ip: network })}>
              Revoke several
            </ButtonLink>
          </>
        }
      >
        {radius.ok && <LastDay radius={radius.value} />}
        {tokens.length > 0 ? (
          <AddressTokens tokens={tokens} network={network} />
        ) : (
          <EmptyState title="No known token was used">
            Every request carried an unknown or malformed token: there is nothing to revoke.
          </EmptyState>
        )}
        {more > 0 && (
          <p className="border-t border-line px-4 py-2 text-sm text-muted">
            {formatCount(more, 'token')} more {more === 1 ? 'was' : 'were'} used from here:{' '}
            <TextLink href={paths.respondSeveral({ ip: network })}>Revoke several</TextLink> finds
            all of them.
          </p>
        )}
      </Section>
      <Section
        title="Decisions"
        flush
        actions={
          <ButtonLink size="small" href={paths.audit({ q: `ip:${network}` })}>
            Open in the audit log
          </ButtonLink>
        }
      >
        <StaticTable
          caption={`Decisions from ${network}`}
          columns={isRange(network) ? columns.toSpliced(1, 0, addressColumn) : columns}
          rows={items}
          getRowId={(row) => row.id}
        />
        {nextCursor && (
          <p className="border-t border-line px-4 py-2 text-sm text-muted">
            Older ones are in the{' '}
            <TextLink href={paths.audit({ q: `ip:${network}` })}>audit log</TextLink>.
          </p>
        )}
      </Section>
    </>
  );
}

/** Whether it still goes on, and how wide it is. */
function LastDay(props: { radius: BlastRadius }) {
  const { subject, count, denied, last, isCapped, tokens, addresses } = props.radius;
  if (!last) {
    return <p className="border-b border-line px-4 py-2 text-sm text-muted">Quiet for 24 hours.</p>;
  }
  return (
    <p className="border-b border-line px-4 py-2 text-sm text-muted">
      In the last 24 hours {isCapped && 'at least '}
      <strong className="text-fg">{formatCount(count, 'request')}</strong>,{' '}
      {denied === 0 ? 'none' : formatNumber(denied)} of them denied, with{' '}
      {formatCount(tokens.total, 'token')}
      {isRange(subject.id) && ` from ${formatCount(addresses.total, 'address', 'addresses')}`}; the
      last <RelativeTime date={last} />.
    </p>
  );
}

/** The tokens of these decisions, those used last, and how many more there are. */
async function tokensOf(
  decisions: DecisionView[],
  actor: Actor,
): Promise<{ tokens: AddressToken[]; more: number }> {
  const uses = new Map<string, { uses: number; lastAt: string }>();
  for (const { token, at } of decisions) {
    if (!token) continue;
    const before = uses.get(token.id);
    uses.set(token.id, { uses: (before?.uses ?? 0) + 1, lastAt: before?.lastAt ?? at });
  }
  const shown = [...uses].slice(0, SHOWN_TOKENS);
  const found = await Promise.all(
    shown.map(async ([id, used]) => ({ used, token: await askIfAllowed(getToken, { token: id }) })),
  );
  const tokens = found.flatMap(({ used, token: result }) => {
    // A token that is gone or out of reach stays in the list of decisions only.
    if (!result.ok) return [];
    const { id, name, last4, status, identity, group } = result.value;
    const refusal = revokeRefusal(actor, result.value);
    return [
      { ...{ id, name, last4, status, holder: identity, group }, ...used, revokeRefusal: refusal },
    ];
  });
  return { tokens, more: uses.size - shown.length };
}
