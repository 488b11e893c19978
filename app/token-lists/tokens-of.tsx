import { loadTable } from '@/app/server/load-table';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import { TokensTable } from '@/components/tokens/tokens-table';
import { listTokens } from '@/domain/tokens/list-tokens';
import { creationRefusal } from './minting-groups';
import { tokenTableFacets } from './table-facets';
import { tokensInput, tokensTableConfig } from './table-input';
import { tokenActions } from './token-actions';
import { toTokenRow } from './token-rows';

const config = { ...tokensTableConfig, facets: ['status', 'kind'] };

/** The tokens of one group or one identity, with all that can be done to tokens. */
export async function TokensOf(props: {
  filter: { group: string } | { identity: string };
  searchParams: PageSearchParams;
}) {
  const actor = await requireActor();
  const query = readTableQuery(props.searchParams, config);
  const { include: _facets, ...input } = tokensInput(query);
  const result = await loadTable(listTokens.operation, async () => {
    const page = await askIfAllowed(listTokens, { ...input, ...props.filter });
    if (!page.ok) return page;
    const items = page.value.items.map((token) => toTokenRow(actor, token));
    return { ok: true as const, value: { ...page.value, items } };
  });
  const facets = (await tokenTableFacets(undefined))
    .filter(({ id }) => config.facets.includes(id))
    .map((facet) => ({
      ...facet,
      options: facet.options.map(({ count: _count, ...option }) => option),
    }));
  return (
    <TokensTable
      result={result}
      facets={facets}
      actions={tokenActions}
      createRefusal={await creationRefusal(actor)}
    />
  );
}
