import { notFound } from 'next/navigation';
import { loadTable } from '@/app/server/load-table';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { ApiHeader } from '@/components/apis/api-header';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { readTableQuery } from '@/components/data-table/table-query';
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

const isTab = (id: unknown): id is keyof typeof tabs =>
  typeof id === 'string' && Object.hasOwn(tabs, id);

async function chosenTab(searchParams: ApiPageProps['searchParams']) {
  const { tab = 'operations' } = await searchParams;
  return isTab(tab) ? tab : notFound();
}

export async function generateMetadata(props: ApiPageProps) {
  const api = await loadApi((await props.params).api);
  return { title: `${api.name}: ${tabs[await chosenTab(props.searchParams)].title}` };
}

export default async function ApiPage(props: ApiPageProps) {
  const api = await loadApi((await props.params).api);
  const tab = await chosenTab(props.searchParams);
  const { Tab } = tabs[tab];
  return (
    <Page>
      <ApiHeader api={api} tab={tab} reasons={headerReasons(await requireActor(), api)} />
      <Tab api={api} searchParams={await props.searchParams} />
    </Page>
  );
}

const config = { facets: [], sorts: [], defaultSort: '-createdAt' };

async function ScopesTab(props: { api: ApiView; searchParams: PageSearchParams }) {
  const { api } = props;
  const query = readTableQuery(props.searchParams, config);
  const result = await loadTable(listScopes.operation, async () => {
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
