import { loadTable } from '@/app/server/load-table';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { creationRefusal } from '@/app/token-lists/minting-groups';
import { tokenTableFacets } from '@/app/token-lists/table-facets';
import { tokensInput, tokensTableConfig } from '@/app/token-lists/table-input';
import { tokenActions } from '@/app/token-lists/token-actions';
import { toTokenRow } from '@/app/token-lists/token-rows';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import type { TableResult } from '@/components/data-table/table-types';
import { CreateButton } from '@/components/tokens/create-button';
import type { TokenRow } from '@/components/tokens/token-row';
import { TokensTable } from '@/components/tokens/tokens-table';
import { Page, PageHeader } from '@/components/ui/page-header';
import type { Actor } from '@/domain/base/actor';
import { listTokens } from '@/domain/tokens/list-tokens';
import type { TokenFacets } from '@/domain/tokens/token-facets';

export const metadata = { title: 'Tokens' };

export default async function TokensPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { result, facets } = await loadTokens(actor, await props.searchParams);
  const createRefusal = await creationRefusal(actor);
  return (
    <Page>
      <PageHeader
        title="Tokens"
        description="Each acts for one identity in one group, and opens what that group’s scopes hold now."
        actions={<CreateButton refusal={createRefusal} />}
      />
      <TokensTable
        result={result}
        facets={await tokenTableFacets(facets)}
        actions={tokenActions}
        createRefusal={createRefusal}
      />
    </Page>
  );
}

type Loaded = { result: TableResult<TokenRow>; facets?: TokenFacets | undefined };

async function loadTokens(actor: Actor, params: PageSearchParams): Promise<Loaded> {
  let facets: TokenFacets | undefined;
  const query = readTableQuery(params, tokensTableConfig);
  const result = await loadTable(listTokens.operation, async () => {
    const page = await ask(listTokens, tokensInput(query));
    if (!page.ok) return page;
    facets = page.value.facets;
    const items = page.value.items.map((token) => toTokenRow(actor, token));
    return { ok: true as const, value: { ...page.value, items } };
  });
  return { result, facets };
}
