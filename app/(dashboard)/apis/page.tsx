import { loadList } from '@/app/server/load-list';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { ApisTable } from '@/components/apis/apis-table';
import { CreateApiDialog } from '@/components/apis/create-api-dialog';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { Page, PageHeader } from '@/components/ui/page-header';
import { createApi } from '@/domain/apis/create-api';
import { listApis } from '@/domain/apis/list-apis';
import { everything } from '@/domain/base/target';
import { createApiAction } from './actions';

export const metadata = { title: 'APIs' };

export default async function ApisPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { result } = await loadList(listApis, { params: await props.searchParams });
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
