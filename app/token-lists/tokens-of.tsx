import { loadList } from '@/app/server/load-list';
import { requireActor } from '@/app/server/session';
import { type PageSearchParams, readTableQuery } from '@/components/data-table/table-query';
import type { NoTokenWords } from '@/components/tokens/tokens-table';
import { TokensTable } from '@/components/tokens/tokens-table-on-demand';
import { listTokens } from '@/domain/tokens/list-tokens';
import { creationRefusal } from './minting-groups';
import { tokenTableFacets } from './table-facets';
import { tokensInput, tokensTableConfig } from './table-input';
import { tokenActions } from './token-actions';
import { toTokenRow } from './token-rows';

const config = { ...tokensTableConfig, facets: ['status', 'blocked', 'kind', 'ends'] };

/** The tokens of one group or one identity, or those made from a token, with all that can be done to tokens. */
export async function TokensOf(props: {
  filter: { group: string } | { identity: string } | { madeFrom: string };
  searchParams: PageSearchParams;
  empty: NoTokenWords;
}) {
  const actor = await requireActor();
  const { ends } = readTableQuery(props.searchParams, config).filters;
  const [{ result }, createRefusal] = await Promise.all([
    loadList(listTokens, {
      params: props.searchParams,
      config,
      input(wanted) {
        const { include: _facets, ...input } = tokensInput(wanted);
        return { ...input, ...props.filter };
      },
      toRow: (token) => toTokenRow(actor, token),
      isPart: true,
    }),
    creationRefusal(actor),
  ]);
  const facets = tokenTableFacets(undefined, ends)
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
      createRefusal={createRefusal}
      empty={props.empty}
    />
  );
}
