import { ask } from '@/app/server/run';
import { Callers } from '@/components/apis/callers';
import { OperationPicker } from '@/components/apis/operation-picker';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { Card } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import type { ApiView } from '@/domain/apis/api-view';
import { whoCanCall } from '@/domain/effects/who-can-call';
import { loadOperations } from '../load-api';

export async function CallersTab(props: { api: ApiView; searchParams: PageSearchParams }) {
  const { api } = props;
  const { operation } = props.searchParams;
  const chosen = typeof operation === 'string' ? operation : null;
  const operations = await loadOperations(api.slug);
  const options = operations.map(({ name, method, pathTemplate, aliases }) => ({
    value: name,
    label: method === null ? name : `${method} ${pathTemplate}`,
    hint: method === null ? 'plain action' : [name, ...aliases].join(', '),
  }));
  const asked = operations.find(({ aliases }) => chosen !== null && aliases.includes(chosen));
  return (
    <>
      <OperationPicker apiSlug={api.slug} options={options} chosen={asked?.name ?? chosen} />
      {chosen === null ? (
        <Card>
          <EmptyState title="Choose an operation">
            You get every group that holds it, through which scope, who granted that and when, and
            the tokens that can use it now. The answer has an address you can share.
          </EmptyState>
        </Card>
      ) : (
        <Answer api={api} operation={chosen} />
      )}
    </>
  );
}

async function Answer(props: { api: ApiView; operation: string }) {
  const { api } = props;
  const result = await ask(whoCanCall, { api: api.slug, operation: props.operation });
  if (result.ok) return <Callers api={api} answer={result.value} />;
  return (
    <Card>
      <RefusedState
        refusal={result}
        operation={whoCanCall.operation}
        title="There is no answer to this"
      />
    </Card>
  );
}
