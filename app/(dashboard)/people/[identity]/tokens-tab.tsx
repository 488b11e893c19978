import { TokensOf } from '@/app/token-lists/tokens-of';
import type { PageSearchParams } from '@/components/data-table/table-query';
import type { IdentityView } from '@/domain/identities/identity-view';

export function TokensTab(props: { identity: IdentityView; searchParams: PageSearchParams }) {
  return <TokensOf filter={{ identity: props.identity.id }} searchParams={props.searchParams} />;
}
