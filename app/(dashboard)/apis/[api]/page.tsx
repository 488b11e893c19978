import { notFound } from 'next/navigation';
import { headerReasons } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { ApiHeader } from '@/components/apis/api-header';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { Page } from '@/components/ui/page-header';
import { loadApi } from '../load-api';
import { CallersTab } from './callers-tab';
import { OperationsTab } from './operations-tab';
import { ScopesTab } from './scopes-tab';
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
