import { askAll } from '@/app/server/ask-all';
import { loadWhy } from '@/app/server/load-why';
import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { AskWhy } from '@/components/access/ask-why';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { OwnedScopes } from '@/components/groups/scopes/owned-scopes';
import type { ScopeOption } from '@/components/groups/scopes/scope-option';
import { ScopesEditor } from '@/components/groups/scopes/scopes-editor-on-demand';
import { Notice } from '@/components/ui/notice';
import { RefusedState } from '@/components/ui/states';
import { listGroupUses } from '@/domain/access/list-uses';
import type { Uses } from '@/domain/access/uses';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { previewAccess } from '@/domain/effects/preview-access';
import { groupTarget } from '@/domain/groups/group-facts';
import type { GroupView } from '@/domain/groups/group-view';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { chooseScopes } from '@/domain/scopes/list-scopes';
import type { ScopeChoice } from '@/domain/scopes/scope-view';
import { saveScopesAction } from '../scope-actions';
import { GroupUses } from './uses';

export async function ScopesTab(props: { group: GroupView; searchParams: PageSearchParams }) {
  const { group } = props;
  const [found, why] = await Promise.all([
    askIfAllowed(listGroupUses, { group: group.id }),
    loadWhy(props.searchParams, { group: group.id }),
  ]);
  const uses = found.ok ? found.value : null;
  return (
    <>
      <AskWhy subject={`a token of ${group.name}`} tab="scopes" {...why} />
      <Scopes group={group} uses={uses} />
      {uses && <GroupUses uses={uses} />}
    </>
  );
}

async function Scopes(props: { group: GroupView; uses: Uses | null }) {
  const { group } = props;
  const actor = await requireActor();
  const readOnlyReason = whyNot(actor, setGroupScopes, groupTarget(group), group);
  if (readOnlyReason) {
    const access = await askIfAllowed(previewAccess, { group: group.id });
    if (!access.ok) {
      return <RefusedState refusal={access} operation={previewAccess.operation} />;
    }
    return (
      <>
        <Notice title="You can read this, not change it">{readOnlyReason}</Notice>
        <OwnedScopes groupName={group.name} scopes={access.value.scopes} />
      </>
    );
  }
  const scopes = (await loadAllScopes()).map(toOption);
  const owned = new Set(group.scopes);
  return (
    <ScopesEditor
      group={{ id: group.id, name: group.name }}
      scopes={scopes}
      unusedIds={unusedIn(props.uses)}
      ownedIds={scopes.filter(({ qualified }) => owned.has(qualified)).map(({ id }) => id)}
      save={saveScopesAction.bind(null, group.id)}
    />
  );
}

/** What no token has called in 90 days, where something of the group was called at all. */
const unusedIn = (uses: Uses | null): string[] =>
  uses === null || uses.used90 === 0
    ? []
    : uses.scopes.filter(({ isUnused }) => isUnused).map(({ id }) => id);

/** Every scope of every API; @throws on refusal, for who may set scopes may list them. */
async function loadAllScopes(): Promise<ScopeChoice[]> {
  const scopes = await askAll(chooseScopes, {}, { isPart: true });
  if (!scopes.ok) throw new Error(`${scopes.code}: ${scopes.message}`);
  return scopes.value;
}

const toOption = ({ id, api, name, description, operations }: ScopeChoice): ScopeOption => ({
  id,
  qualified: `${api.slug}/${name}`,
  name,
  description,
  api: { slug: api.slug, name: api.name },
  operationCount: operations.length,
  controlsKeyward: api.slug === KEYWARD_API,
});
