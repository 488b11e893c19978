import { TokensOf } from '@/app/token-lists/tokens-of';
import type { PageSearchParams } from '@/components/data-table/table-query';
import type { GroupView } from '@/domain/groups/group-view';

export function TokensTab(props: { group: GroupView; searchParams: PageSearchParams }) {
  return <TokensOf filter={{ group: props.group.id }} searchParams={props.searchParams} />;
}
