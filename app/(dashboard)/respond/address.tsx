import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { revokeRefusal } from '@/app/stopping/lookup';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { type AddressToken, AddressTokens } from '@/components/respond/address-tokens';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { Actor } from '@/domain/base/actor';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { getToken } from '@/domain/tokens/get-token';

const SHOWN_DECISIONS = 100;

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

/** What one address did, newest first, and the tokens it did it with. */
export async function AddressReport(props: { ip: string }) {
  const { ip } = props;
  const found = await ask(listDecisions, { q: `ip:${ip}`, limit: SHOWN_DECISIONS });
  if (!found.ok) return <RefusedState refusal={found} operation={listDecisions.operation} />;
  const { items, nextCursor } = found.value;
  if (items.length === 0) {
    return (
      <Section title="Decisions">
        <EmptyState title={`No decision from ${ip} within your reach`}>
          Nothing has asked a verifier from this address, or only with tokens you may not see.
        </EmptyState>
      </Section>
    );
  }
  const tokens = await tokensOf(items, await requireActor());
  const shown = nextCursor
    ? `The newest ${SHOWN_DECISIONS} decisions from this address.`
    : `${formatCount(items.length, 'decision')} from this address.`;
  return (
    <>
      <Section
        title={
          <>
            Tokens used from <Mono className="text-sm">{ip}</Mono>
          </>
        }
        description={shown}
        flush
        actions={
          <>
            <ButtonLink size="small" href={paths.radius({ ip })}>
              Blast radius
            </ButtonLink>
            <ButtonLink size="small" href={paths.respondSeveral({ ip })}>
              Revoke several
            </ButtonLink>
          </>
        }
      >
        {tokens.length > 0 ? (
          <AddressTokens tokens={tokens} ip={ip} />
        ) : (
          <EmptyState title="No known token was used">
            Every request carried an unknown or malformed token: there is nothing to revoke.
          </EmptyState>
        )}
      </Section>
      <Section
        title="Decisions"
        flush
        actions={
          <ButtonLink size="small" href={paths.audit({ q: `ip:${ip}` })}>
            Open in the audit log
          </ButtonLink>
        }
      >
        <StaticTable
          caption={`Decisions from ${ip}`}
          columns={columns}
          rows={items}
          getRowId={(row) => row.id}
        />
        {nextCursor && (
          <p className="border-t border-line px-4 py-2 text-sm text-muted">
            Older ones are in the{' '}
            <TextLink href={paths.audit({ q: `ip:${ip}` })}>audit log</TextLink>.
          </p>
        )}
      </Section>
    </>
  );
}

async function tokensOf(decisions: DecisionView[], actor: Actor): Promise<AddressToken[]> {
  const uses = new Map<string, { uses: number; lastAt: string }>();
  for (const { token, at } of decisions) {
    if (!token) continue;
    const before = uses.get(token.id);
    uses.set(token.id, { uses: (before?.uses ?? 0) + 1, lastAt: before?.lastAt ?? at });
  }
  const found = await Promise.all(
    [...uses.keys()].map((token) => askIfAllowed(getToken, { token })),
  );
  return found.flatMap((result) => {
    // A token that is gone or out of reach stays in the list of decisions only.
    if (!result.ok) return [];
    const token = result.value;
    const used = uses.get(token.id);
    if (!used) return [];
    const { id, name, last4, status, identity, group } = token;
    return [
      {
        id,
        name,
        last4,
        status,
        holder: identity,
        group,
        ...used,
        revokeRefusal: revokeRefusal(actor, token),
      },
    ];
  });
}
