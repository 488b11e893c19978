import { loadTable } from '@/app/server/load-table';
import { ask } from '@/app/server/run';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import { ScopesTable } from '@/components/scopes/scopes-table';
import type { ApiView } from '@/domain/apis/api-view';
import { listScopes } from '@/domain/scopes/list-scopes';

const config = { facets: [], sorts: [], defaultSort: '-createdAt' };

export async function ScopesTab(props: { api: ApiView; searchParams: PageSearchParams }) {
  const { api } = props;
  const query = readTableQuery(props.searchParams, config);
  const result = await loadTable('scopes.list', async () => {
    const page = await ask(listScopes, {
      api: api.slug,
      q: query.q || undefined,
      cursor: query.cursor ?? undefined,
    });
    if (!page.ok) return page;
    const items = page.value.items.map(({ operations, ...scope }) => ({
      ...scope,
      operationCount: operations.length,
    }));
    return { ok: true, value: { ...page.value, items } };
  });
  return <ScopesTable apiSlug={api.slug} hasOperations={api.operationCount > 0} result={result} />;
}
