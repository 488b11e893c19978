import { loadList } from '@/app/server/load-list';
import { chosenTab } from '@/app/server/page-tabs';
import { requireActor } from '@/app/server/session';
import { ApiHeader } from '@/components/apis/api-header';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { ScopesTable } from '@/components/scopes/scopes-table';
import { Page } from '@/components/ui/page-header';
import type { ApiView } from '@/domain/apis/api-view';
import { listScopes } from '@/domain/scopes/list-scopes';
import { headerReasons } from '../header-reasons';
import { loadApi } from '../load-api';
import { CallersTab } from './callers-tab';
import { OperationsTab } from './operations-tab';
import { SettingsTab } from './settings-tab';

type ApiPageProps = {
  params: Promise<{ api: string }>;
  searchParams: Promise<PageSearchParams>;
};

const tabs = {
  operations: { Tab: OperationsTab, title: 'operations' },
  scopes: { Tab: ScopesTab, title: 'scopes' },
  callers: { Tab: CallersTab, title: 'who can call' },
  settings: { Tab: SettingsTab, title: 'settings' },
};

export async function generateMetadata(props: ApiPageProps) {
  const api = await loadApi((await props.params).api);
  return { title: `${api.name}: ${tabs[await chosenTab(tabs, props.searchParams)].title}` };
}

export default async function ApiPage(props: ApiPageProps) {
  const api = await loadApi((await props.params).api);
  const tab = await chosenTab(tabs, props.searchParams);
  const { Tab } = tabs[tab];
  return (
    <Page>
      <ApiHeader api={api} tab={tab} reasons={headerReasons(await requireActor(), api)} />
      <Tab api={api} searchParams={await props.searchParams} />
    </Page>
  );
}

async function ScopesTab(props: { api: ApiView; searchParams: PageSearchParams }) {
  const { api } = props;
  const { result } = await loadList(listScopes, {
    params: props.searchParams,
    input: () => ({ api: api.slug }),
    toRow: ({ operations, ...scope }) => ({ ...scope, operationCount: operations.length }),
  });
  return <ScopesTable apiSlug={api.slug} hasOperations={api.operationCount > 0} result={result} />;
}
