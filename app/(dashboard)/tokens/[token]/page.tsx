import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { tokenActions } from '@/app/token-lists/token-actions';
import { toTokenRow } from '@/app/token-lists/token-rows';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { TokenHeaderActions } from '@/components/tokens/detail/token-header-actions';
import { IdentityName } from '@/components/tokens/identity-name';
import { TokenStatus } from '@/components/tokens/token-status';
import { TextLink } from '@/components/ui/link';
import { LinkTabs } from '@/components/ui/link-tabs';
import { MonoId, TokenHint } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Expiry } from '@/components/ui/relative-time';
import { RefusedState } from '@/components/ui/states';
import { getToken } from '@/domain/tokens/get-token';
import type { TokenView } from '@/domain/tokens/token-view';
import { AccessTab } from './access-tab';
import { ActivityTab } from './activity-tab';
import { LineageTab } from './lineage-tab';
import { UsageTab } from './usage-tab';

type Props = { params: Promise<{ token: string }>; searchParams: Promise<PageSearchParams> };

const tabs = ['access', 'usage', 'lineage', 'activity'] as const;
type Tab = (typeof tabs)[number];
const labels = { access: 'Access', usage: 'Usage', lineage: 'Lineage', activity: 'Activity' };

const readToken = cache((token: string) => ask(getToken, { token }));

export async function generateMetadata(props: Props): Promise<Metadata> {
  const token = await readToken((await props.params).token);
  return { title: token.ok ? token.value.name : 'Token' };
}

export default async function TokenPage(props: Props) {
  const actor = await requireActor();
  const token = await readToken((await props.params).token);
  if (!token.ok) {
    if (token.kind !== 'forbidden') notFound();
    return <RefusedState refusal={token} operation={getToken.operation} />;
  }
  const params = await props.searchParams;
  const tab = tabs.find((each) => each === params.tab) ?? 'access';
  const view = token.value;
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.tokens(), label: 'Tokens' }]}
        title={view.name}
        status={<TokenStatus token={view} boxed />}
        description={<Facts token={view} />}
        actions={<TokenHeaderActions token={toTokenRow(actor, view)} actions={tokenActions} />}
      />
      <LinkTabs
        label="Token"
        current={tab}
        tabs={tabs.map((id) => ({
          id,
          label: labels[id],
          href: paths.token(view.id, id === 'access' ? undefined : id),
        }))}
      />
      <TabContent tab={tab} token={view} hours={params.hours === '168' ? 168 : 24} />
    </Page>
  );
}

function Facts({ token }: { token: TokenView }) {
  return (
    <>
      <IdentityName identity={token.identity} />
      <span>
        in <TextLink href={paths.group(token.group.slug)}>{token.group.name}</TextLink>
      </span>
      <span>
        {Date.parse(token.expiresAt) > Date.now() && 'expires '}
        <Expiry date={token.expiresAt} soonDays={token.status === 'expiring' ? 7 : 0} />
      </span>
      <TokenHint prefix={token.prefix} first={token.first4} last={token.last4} />
      <MonoId id={token.id} noun="token id" />
    </>
  );
}

function TabContent(props: { tab: Tab; token: TokenView; hours: 24 | 168 }) {
  const { tab, token } = props;
  if (tab === 'usage') return <UsageTab token={token} hours={props.hours} />;
  if (tab === 'lineage') return <LineageTab token={token} />;
  if (tab === 'activity') return <ActivityTab token={token} />;
  return <AccessTab token={token} />;
}
