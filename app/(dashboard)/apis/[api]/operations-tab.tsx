import { loadTable } from '@/app/server/load-table';
import { mayEverywhere, whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { BuiltInNotice } from '@/components/apis/built-in-notice';
import { OperationsTable } from '@/components/apis/operations-table';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import { apiTarget } from '@/domain/apis/api-facts';
import type { ApiView } from '@/domain/apis/api-view';
import { createOperation } from '@/domain/apis/create-operation';
import { deleteOperation } from '@/domain/apis/delete-operation';
import { importDocument } from '@/domain/apis/import-document';
import { listOperations } from '@/domain/apis/list-operations';
import { updateOperation } from '@/domain/apis/update-operation';
import type { Asked } from '@/domain/commands/refused-before';
import { listScopes } from '@/domain/scopes/list-scopes';
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
  const result = await loadTable(listOperations.operation, async () => {
    const seesAll = mayEverywhere(actor, listScopes);
    const [operations, scopes] = await Promise.all([
      loadOperations(api.slug),
      seesAll ? loadScopes(api.slug) : null,
    ]);
    const rows = toOperationRows(operations, scopes);
    facets = Object.fromEntries(OPERATION_FACETS.map((id) => [id, facetOptions(rows, id)]));
    return { ok: true, value: pageOfRows(rows, query) };
  });
  const reason = (command: Asked<ApiView>) => whyNot(actor, command, apiTarget(api), api);
  return (
    <>
      {api.builtIn && <BuiltInNotice />}
      <OperationsTable
        api={{ slug: api.slug, name: api.name }}
        result={result}
        facets={facets}
        addReason={reason(createOperation)}
        createOperation={createOperationAction.bind(null, api.slug)}
        importReason={reason(importDocument)}
        openReason={reason(updateOperation)}
        openOperation={openOperationAction.bind(null, api.slug)}
        deleteReason={reason(deleteOperation)}
        deleteOperation={deleteOperationAction.bind(null, api.slug)}
      />
    </>
  );
}
