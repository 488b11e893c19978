import { CalendarClock } from 'lucide-react';
import { loadList } from '@/app/server/load-list';
import { requireActor } from '@/app/server/session';
import { creationRefusal } from '@/app/token-lists/minting-groups';
import { scopeOptions, tokenTableFacets } from '@/app/token-lists/table-facets';
import { tokensInput, tokensTableConfig } from '@/app/token-lists/table-input';
import { tokenActions } from '@/app/token-lists/token-actions';
import { toTokenRow } from '@/app/token-lists/token-rows';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { CreateButton } from '@/components/tokens/create-button';
import { TokensTable } from '@/components/tokens/tokens-table';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { listTokens } from '@/domain/tokens/list-tokens';

export const metadata = { title: 'Tokens' };

export default async function TokensPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const params = await props.searchParams;
  const { ends } = readTableQuery(params, tokensTableConfig).filters;
  const [{ result, page }, scopes, createRefusal] = await Promise.all([
    loadList(listTokens, {
      params,
      config: tokensTableConfig,
      input: tokensInput,
      toRow: (token) => toTokenRow(actor, token),
    }),
    scopeOptions(),
    creationRefusal(actor),
  ]);
  return (
    <Page>
      <PageHeader
        title="Tokens"
        description="Each acts for one identity in one group, and opens what that group’s scopes hold now."
        actions={
          <>
            <ButtonLink href={paths.tokenExpiries()} icon={<CalendarClock aria-hidden />}>
              What ends when
            </ButtonLink>
            <CreateButton refusal={createRefusal} />
          </>
        }
      />
      <TokensTable
        result={result}
        facets={tokenTableFacets(page?.facets, ends, scopes)}
        actions={tokenActions}
        createRefusal={createRefusal}
      />
    </Page>
  );
}
