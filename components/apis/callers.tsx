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
import type { whoCanCall } from '@/domain/effects/who-can-call';

type Answer = z.output<typeof whoCanCall.output>;
type CallerGroup = Answer['groups'][number];
type CallerToken = CallerGroup['tokens'][number];
type GrantingScope = CallerGroup['scopes'][number];

/** The answer to "who can call this?": groups, through which scopes, with which tokens. */
export function Callers(props: { api: { slug: string; name: string }; answer: Answer }) {
  const { api } = props;
  const { operation, groups } = props.answer;
  const tokenCount = groups.reduce((sum, group) => sum + group.tokenCount, 0);
  return (
    <>
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
          <p role="status" className="text-sm">
            <strong className="font-semibold">
              {operation.isPublic
                ? 'Anybody, without a token,'
                : `${formatCount(groups.length, 'group')}, ${formatCount(tokenCount, 'token')}`}
            </strong>{' '}
            can call it now
          </p>
        </div>
      </Card>
      {groups.length === 0 && !operation.isPublic && (
        <Card>
          <EmptyState
            title="Nobody can call it"
            actions={
              <ButtonLink href={paths.scopeNew(api.slug, { operation: operation.name })}>
                Create a scope with it
              </ButtonLink>
            }
          >
            No group owns a scope that holds this operation, so every request to it is denied.
          </EmptyState>
        </Card>
      )}
      {groups.map((group) => (
        <GroupSection key={group.id} apiSlug={api.slug} group={group} />
      ))}
    </>
  );
}

function GroupSection({ apiSlug, group }: { apiSlug: string; group: CallerGroup }) {
  const hidden = group.tokenCount - group.tokens.length;
  return (
    <Section
      flush
      title={
        <span className="flex flex-wrap items-center gap-2">
          <TextLink quiet href={paths.group(group.slug)}>
            {group.name}
          </TextLink>
          {group.state === 'frozen' && <StatusBadge status="frozen" />}
        </span>
      }
      description={
        group.state === 'frozen'
          ? 'Frozen: none of its tokens works until it is unfrozen.'
          : `${formatCount(group.tokenCount, 'token')} can call it through this group`
      }
    >
      <StaticTable
        caption={`Scopes of ${group.name} that hold it`}
        columns={scopeColumns(apiSlug)}
        rows={group.scopes}
        getRowId={(scope) => scope.id}
      />
      {group.tokens.length > 0 && (
        <div className="border-t border-line">
          <StaticTable
            caption={`Tokens of ${group.name} that can call it`}
            columns={tokenColumns}
            rows={group.tokens}
            getRowId={(token) => token.id}
          />
        </div>
      )}
      {hidden > 0 && (
        <p className="border-t border-line px-4 py-2 text-sm text-muted">
          {formatNumber(hidden)} more.{' '}
          <TextLink href={paths.tokens({ group: group.slug })}>All tokens of the group</TextLink>
        </p>
      )}
    </Section>
  );
}

const scopeColumns = (apiSlug: string): DataTableColumn<GrantingScope>[] => [
  {
    id: 'scope',
    header: 'Through scope',
    width: 'w-1/3',
    cell: (scope) => (
      <TextLink href={paths.scope(apiSlug, scope.id)}>
        <Mono>{scope.name}</Mono>
      </TextLink>
    ),
  },
  { id: 'by', header: 'Granted by', width: 'w-1/3', cell: (scope) => scope.grantedBy },
  { id: 'at', header: 'Granted', cell: (scope) => <RelativeTime date={scope.grantedAt} /> },
];

const tokenColumns: DataTableColumn<CallerToken>[] = [
  {
    id: 'name',
    header: 'Token',
    width: 'w-1/3',
    cell: (token) => (
      <TextLink quiet href={paths.token(token.id)}>
        {token.name}
      </TextLink>
    ),
  },
  {
    id: 'identity',
    header: 'Acts for',
    width: 'w-1/3',
    cell: (token) => (
      <TextLink quiet href={paths.person(token.identity.id)}>
        {token.identity.name}
      </TextLink>
    ),
  },
  { id: 'status', header: 'Status', cell: (token) => <StatusBadge status={token.status} /> },
];
