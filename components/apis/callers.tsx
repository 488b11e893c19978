import type { z } from 'zod';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { OperationAddress } from '@/components/operations/operation-address';
import { paths } from '@/components/paths';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Card, Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { whoCanCall } from '@/domain/access/who-can-call';

export type CallersAnswer = z.output<typeof whoCanCall.output>;
type CallerGroup = CallersAnswer['groups'][number];

/** What the operation is, and how many can call it now: the answer in one line. */
export function CallersHead({ answer }: { answer: CallersAnswer }) {
  const { operation, isApiFrozen, personCount, serviceCount, tokenCount } = answer;
  const people = formatCount(personCount, 'person', 'people');
  const who = operation.isPublic
    ? 'Anybody, without a token,'
    : `${people}, ${formatCount(serviceCount, 'service account')}, ${formatCount(tokenCount, 'token')}`;
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 space-y-1">
          <OperationAddress {...operation} />
          <p className="text-sm text-muted">
            <Mono>{operation.name}</Mono> {operation.summary && `· ${operation.summary}`}
          </p>
          {operation.aliases.length > 0 && (
            <p className="text-sm text-muted">
              No request tells it apart from <Mono>{operation.aliases.join(', ')}</Mono>: who can
              call one of these names can call them all.
            </p>
          )}
        </div>
        <div role="status" className="text-sm">
          {isApiFrozen && (
            <p className="flex items-baseline gap-2">
              <StatusBadge status="frozen" />
              Nobody can call it now: <bdi>{operation.api.name}</bdi> is frozen
            </p>
          )}
          <p className={isApiFrozen ? 'text-muted' : ''}>
            <strong className="font-semibold">{who}</strong>{' '}
            {isApiFrozen ? 'could, were it not' : 'can call it now'}
          </p>
        </div>
      </div>
    </Card>
  );
}

/** The groups that hold the operation, through which scopes; each is an answer to “who let them?”. */
export function CallerGroups(props: { apiSlug: string; answer: CallersAnswer }) {
  const { operation, groups } = props.answer;
  if (groups.length === 0) {
    return operation.isPublic ? null : (
      <Card>
        <EmptyState
          title="Nobody can call it"
          actions={
            <ButtonLink href={paths.scopeNew(props.apiSlug, { operation: operation.name })}>
              Create a scope with it
            </ButtonLink>
          }
        >
          No group owns a scope that holds this operation, so every request to it is denied.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Section
      flush
      title="Through groups"
      description={`${formatCount(groups.length, 'group')} own a scope that holds it.`.replace(
        /^1 group own /,
        '1 group owns ',
      )}
    >
      <div className="max-h-96 overflow-y-auto">
        <StaticTable
          caption="Groups that hold it"
          columns={columnsFor(props.apiSlug)}
          rows={groups}
          getRowId={(group) => group.id}
        />
      </div>
    </Section>
  );
}

const columnsFor = (apiSlug: string): DataTableColumn<CallerGroup>[] => [
  {
    id: 'group',
    header: 'Group',
    cell: (group) => (
      <span className="inline-flex items-center gap-2">
        <TextLink quiet href={paths.group(group.slug)}>
          {group.name}
        </TextLink>
        {group.state === 'frozen' && <StatusBadge status="frozen" />}
      </span>
    ),
  },
  {
    id: 'scopes',
    header: 'Through scope',
    cell: (group) => (
      <span className="flex flex-col">
        {group.scopes.map(({ id, name }) => (
          <TextLink key={id} href={paths.scope(apiSlug, id)}>
            <Mono>{name}</Mono>
          </TextLink>
        ))}
      </span>
    ),
  },
  {
    id: 'granted',
    header: 'Granted to the group',
    cell: (group) => (
      <span className="flex flex-col">
        {group.scopes.map(({ id, grantedBy, grantedAt }) => (
          <span key={id}>
            {grantedBy}, <RelativeTime date={grantedAt} className="text-muted" />
          </span>
        ))}
      </span>
    ),
  },
  {
    id: 'people',
    header: 'People',
    align: 'end',
    cell: (group) => formatNumber(group.personCount),
  },
  {
    id: 'services',
    header: 'Service accounts',
    align: 'end',
    cell: (group) => formatNumber(group.serviceCount),
  },
  {
    id: 'tokens',
    header: 'Tokens',
    align: 'end',
    cell: (group) => formatNumber(group.tokenCount),
  },
];
