import { loadList } from '@/app/server/load-list';
import { references } from '@/app/server/table-filters';
import { OpenedOperations } from '@/components/access/opened-operations-on-demand';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { listOpenedOperations } from '@/domain/access/list-operations';
import type { IdentityView } from '@/domain/identities/identity-view';

/** The operations that somebody's living memberships open, with the ways of each. */
export async function OperationsOf(props: {
  identity: IdentityView;
  searchParams: PageSearchParams;
}) {
  const { id, name } = props.identity;
  const { result, page } = await loadList(listOpenedOperations, {
    params: props.searchParams,
    config: { facets: ['api'], sorts: ['name'], defaultSort: 'name' },
    input: ({ filters }) => ({ identity: id, api: references(filters.api) }),
    toRow: ({ operation, ways }) => ({
      operation,
      chains: ways.map((way) => ({ ...way, operation, identity: { id, name } })),
    }),
    isPart: true,
  });
  const apis = (page?.apis ?? []).map(({ slug, name: label, operationCount: count }) => ({
    ...{ value: slug, label, count },
  }));
  return <OpenedOperations name={name} result={result} apis={apis} />;
}
