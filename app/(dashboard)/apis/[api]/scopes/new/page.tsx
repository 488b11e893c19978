import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { ScopeForm } from '@/components/scopes/scope-form';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { apiTarget } from '@/domain/apis/api-facts';
import { createScope } from '@/domain/scopes/create-scope';
import { loadApi, loadOperations } from '../../../load-api';
import { createScopeAction } from '../actions';

type NewScopePageProps = {
  params: Promise<{ api: string }>;
  searchParams: Promise<PageSearchParams>;
};

export const metadata = { title: 'Create scope' };

export default async function NewScopePage(props: NewScopePageProps) {
  const api = await loadApi((await props.params).api);
  const actor = await requireActor();
  const { operation } = await props.searchParams;
  const operations = await loadOperations(api.slug);
  const preselected = operations
    .filter(({ name, aliases }) => [name, ...aliases].some((one) => one === operation))
    .map(({ name }) => name);
  return (
    <Page>
      <PageHeader
        breadcrumb={[
          { href: paths.apis(), label: 'APIs' },
          { href: paths.api(api.slug, 'scopes'), label: api.name },
        ]}
        title="Create scope"
        description="A named, exact set of operations. It opens nothing until a group owns it."
      />
      {whyNot(actor, createScope, apiTarget(api)) ? (
        <Card>
          <RefusedState operation={createScope.operation} />
        </Card>
      ) : operations.length === 0 ? (
        <Card>
          <EmptyState
            title={`${api.name} has no operations yet`}
            actions={
              <ButtonLink variant="primary" href={paths.apiImport(api.slug)}>
                Import a document
              </ButtonLink>
            }
          >
            A scope is made of operations. Import them from an OpenAPI document, or add them by
            hand.
          </EmptyState>
        </Card>
      ) : (
        <ScopeForm
          apiSlug={api.slug}
          operations={operations}
          scope={{
            id: null,
            name: '',
            description: '',
            operations: preselected,
            groupCount: 0,
            tokenCount: 0,
          }}
          save={createScopeAction.bind(null, api.slug)}
          isNew
        />
      )}
    </Page>
  );
}
