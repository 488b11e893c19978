import { loadTable } from '@/app/server/load-table';
import { apiTarget, BUILT_IN_REASON, whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { BuiltInNotice } from '@/components/apis/built-in-notice';
import { OperationsTable } from '@/components/apis/operations-table';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import type { ApiView } from '@/domain/apis/api-view';
import type { OperationName } from '@/domain/base/operation-names';
import { createOperationAction, deleteOperationAction, openOperationAction } from '../actions';
import { loadOperations, loadScopes } from '../load-api';
import {
  facetOptions,
  OPERATION_FACETS,
  OPERATION_SORTS,
  pageOfRows,
  toOperationRows,
} from '../operation-rows';

const config = { facets: OPERATION_FACETS, sorts: OPERATION_SORTS, defaultSort: 'name' };

export async function OperationsTab(props: { api: ApiView; searchParams: PageSearchParams }) {
  const { api } = props;
  const actor = await requireActor();
  const query = readTableQuery(props.searchParams, config);
  let facets: Record<string, ReturnType<typeof facetOptions>> = {};
  const result = await loadTable('operations.list', async () => {
    const seesAll = actor.grants.has('scopes.list');
    const [operations, scopes] = await Promise.all([
      loadOperations(api.slug),
      seesAll ? loadScopes(api.slug) : null,
    ]);
    const rows = toOperationRows(operations, scopes);
    facets = Object.fromEntries(OPERATION_FACETS.map((id) => [id, facetOptions(rows, id)]));
    return { ok: true, value: pageOfRows(rows, query) };
  });
  const reason = (operation: OperationName) =>
    api.builtIn ? BUILT_IN_REASON : whyNot(actor, operation, apiTarget(api));
  return (
    <>
      {api.builtIn && <BuiltInNotice />}
      <OperationsTable
        api={{ slug: api.slug, name: api.name }}
        result={result}
        facets={facets}
        addReason={reason('operations.create')}
        createOperation={createOperationAction.bind(null, api.slug)}
        importReason={reason('apis.import')}
        openReason={reason('operations.update')}
        openOperation={openOperationAction.bind(null, api.slug)}
        deleteReason={reason('operations.delete')}
        deleteOperation={deleteOperationAction.bind(null, api.slug)}
      />
    </>
  );
}
