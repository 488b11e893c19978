import { loadList } from '@/app/server/load-list';
import { onlyOne, references } from '@/app/server/table-filters';
import { toCallerRow } from '@/components/apis/caller-row';
import { CallerGroups, CallersHead } from '@/components/apis/callers';
import { CallersTable } from '@/components/apis/callers-table';
import { OperationPicker } from '@/components/apis/operation-picker';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { Card } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { whoCanCall } from '@/domain/access/who-can-call';
import type { ApiView } from '@/domain/apis/api-view';
import { loadOperations } from '../load-api';

const types = ['person', 'service'] as const;

export async function CallersTab(props: { api: ApiView; searchParams: PageSearchParams }) {
  const { api, searchParams } = props;
  const { operation } = searchParams;
  const chosen = typeof operation === 'string' ? operation : null;
  const operations = await loadOperations(api.slug);
  const options = operations.map(({ name, method, pathTemplate, aliases }) => ({
    value: name,
    label: method === null ? name : `${method} ${pathTemplate}`,
    hint: method === null ? 'plain action' : [name, ...aliases].join(', '),
  }));
  const asked = operations.find(({ aliases }) => chosen !== null && aliases.includes(chosen));
  return (
    <>
      <OperationPicker apiSlug={api.slug} options={options} chosen={asked?.name ?? chosen} />
      {chosen === null ? (
        <Card>
          <EmptyState title="Choose an operation">
            You get every group that holds it, through which scope, who granted that and when, and
            who can use it now with which tokens. The answer has an address you can share.
          </EmptyState>
        </Card>
      ) : (
        <Answer api={api} operation={chosen} searchParams={searchParams} />
      )}
    </>
  );
}

async function Answer(props: { api: ApiView; operation: string; searchParams: PageSearchParams }) {
  const { api, operation } = props;
  const { result, page } = await loadList(whoCanCall, {
    params: props.searchParams,
    config: { facets: ['type', 'group'], sorts: ['name'], defaultSort: 'name' },
    input: ({ filters }) => ({
      ...{ api: api.slug, operation },
      type: onlyOne(types, filters.type),
      group: references(filters.group),
    }),
  });
  if (result.status === 'refused') {
    const title = 'There is no answer to this';
    return (
      <Card>
        <RefusedState refusal={result.refusal} operation={whoCanCall.operation} title={title} />
      </Card>
    );
  }
  if (result.status === 'failed') return <CallersTable result={result} groups={[]} />;
  if (page === null) return null;
  const rows = page.items.map((caller) => toCallerRow(caller, page));
  const groups = page.groups.map(({ slug, name, personCount, serviceCount }) => ({
    value: slug,
    label: name,
    count: personCount + serviceCount,
  }));
  return (
    <>
      <CallersHead answer={page} />
      <CallerGroups apiSlug={api.slug} answer={page} />
      {groups.length > 0 && <CallersTable result={{ ...result, rows }} groups={groups} />}
    </>
  );
}
