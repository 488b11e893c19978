import { loadTable } from '@/app/server/load-table';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { ApisTable } from '@/components/apis/apis-table';
import { CreateApiDialog } from '@/components/apis/create-api-dialog';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import { Page, PageHeader } from '@/components/ui/page-header';
import { createApi } from '@/domain/apis/create-api';
import { listApis } from '@/domain/apis/list-apis';
import { everything } from '@/domain/base/target';
import { createApiAction } from './actions';

export const metadata = { title: 'APIs' };

const config = { facets: [], sorts: [], defaultSort: '-createdAt' };

export default async function ApisPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const query = readTableQuery(await props.searchParams, config);
  const result = await loadTable(listApis.operation, () =>
    ask(listApis, { q: query.q || undefined, cursor: query.cursor ?? undefined }),
  );
  const dialog = (
    <CreateApiDialog
      create={createApiAction}
      disabledReason={whyNot(actor, createApi, everything('api'))}
    />
  );
  return (
    <Page>
      <PageHeader
        title="APIs"
        description="The services tokens open, and the operations each of them has."
        actions={dialog}
      />
      <ApisTable result={result} create={dialog} />
    </Page>
  );
}
