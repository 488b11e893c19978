import { notFound } from 'next/navigation';
import { cache } from 'react';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DeleteScope } from '@/components/scopes/delete-scope';
import { ScopeForm } from '@/components/scopes/scope-form';
import { ScopeOwners } from '@/components/scopes/scope-owners';
import { Badge } from '@/components/ui/badge';
import { MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page-header';
import { deleteScope } from '@/domain/scopes/delete-scope';
import { getScope } from '@/domain/scopes/get-scope';
import { scopeTarget } from '@/domain/scopes/scope-facts';
import type { ScopeView } from '@/domain/scopes/scope-view';
import { updateScope } from '@/domain/scopes/update-scope';
import { loadApi, loadOperations } from '../../../load-api';
import { deleteScopeAction, updateScopeAction } from '../actions';

type ScopePageProps = { params: Promise<{ api: string; scope: string }> };

const loadScope = cache(async (id: string): Promise<ScopeView> => {
  const result = await ask(getScope, { scope: id });
  if (result.ok) return result.value;
  if (result.kind === 'not_found' || result.kind === 'invalid') notFound();
  throw new Error(`${result.code}: ${result.message}`);
});

export async function generateMetadata(props: ScopePageProps) {
  return { title: (await loadScope((await props.params).scope)).name };
}

export default async function ScopePage(props: ScopePageProps) {
  const params = await props.params;
  const [api, scope] = await Promise.all([loadApi(params.api), loadScope(params.scope)]);
  if (scope.api.id !== api.id) notFound();
  const actor = await requireActor();
  const operations = await loadOperations(api.slug);
  const target = scopeTarget(scope);
  const groupCount = scope.groups.length;
  const readOnlyReason = whyNot(actor, updateScope, target, scope);
  const deleteReason = whyNot(actor, deleteScope, target, { ...scope, groupCount });
  return (
    <Page>
      <PageHeader
        breadcrumb={[
          { href: paths.apis(), label: 'APIs' },
          { href: paths.api(api.slug, 'scopes'), label: api.name },
        ]}
        title={<span className="font-mono">{scope.name}</span>}
        status={scope.builtIn && <Badge>Built-in</Badge>}
        description={
          <>
            {readOnlyReason && scope.description && (
              <span className="w-full">{scope.description}</span>
            )}
            <MonoId id={scope.id} noun="scope id" />
            <span>{formatCount(scope.operations.length, 'operation')}</span>
            <span>{formatCount(scope.liveTokenCount, 'live token')}</span>
            <ScopeOwners groups={scope.groups} />
          </>
        }
        actions={
          <DeleteScope
            name={scope.name}
            after={paths.api(api.slug, 'scopes')}
            deleteScope={deleteScopeAction.bind(null, scope.id)}
            disabledReason={deleteReason}
          />
        }
      />
      {readOnlyReason && <Notice title="Read-only">{readOnlyReason}</Notice>}
      <ScopeForm
        // A saved scope is what the next change is measured against.
        key={scope.updatedAt}
        apiSlug={api.slug}
        operations={operations}
        scope={{
          id: scope.id,
          name: scope.name,
          description: scope.description,
          operations: scope.operations,
          groupCount,
          tokenCount: scope.liveTokenCount,
        }}
        save={updateScopeAction.bind(null, scope.id)}
        readOnlyReason={readOnlyReason}
      />
    </Page>
  );
}
