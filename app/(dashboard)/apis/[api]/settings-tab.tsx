import { apiTarget, BUILT_IN_REASON, whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { ApiFacts } from '@/components/apis/api-facts';
import { ApiSettingsForm } from '@/components/apis/api-settings-form';
import { BuiltInNotice } from '@/components/apis/built-in-notice';
import { DeleteApi } from '@/components/apis/delete-api';
import { PublicOperations } from '@/components/apis/public-operations';
import { formatCount } from '@/components/format/format';
import { Section } from '@/components/ui/section';
import type { ApiView } from '@/domain/apis/api-view';
import type { OperationName } from '@/domain/base/operation-names';
import { deleteApiAction, updateApiAction } from '../actions';
import { loadPublicOperations } from '../load-api';

export async function SettingsTab({ api }: { api: ApiView }) {
  const actor = await requireActor();
  const reason = (operation: OperationName) =>
    api.builtIn ? BUILT_IN_REASON : whyNot(actor, operation, apiTarget(api));
  const open = api.builtIn ? null : await loadPublicOperations(api.slug);
  const owned =
    api.groupCount > 0
      ? `${formatCount(api.groupCount, 'group')} own scopes of it. Take them away first.`
      : undefined;
  return (
    <>
      {api.builtIn && <BuiltInNotice />}
      <Section title="Facts">
        <ApiFacts api={api} />
      </Section>
      <Section
        title="Name and address"
        description="The verifier’s forward authentication finds the API by host and base path."
      >
        <ApiSettingsForm
          api={{
            name: api.name,
            hosts: api.hosts,
            basePaths: api.basePaths,
            ignoresTrailingSlash: api.ignoresTrailingSlash,
          }}
          update={updateApiAction.bind(null, api.slug)}
          disabledReason={reason('apis.update')}
        />
      </Section>
      {open && (
        <Section
          title="Public operations"
          description="They need no token; their requests are recorded all the same. The Operations tab makes one public, and closes it again."
        >
          <PublicOperations api={api.slug} operations={open} />
        </Section>
      )}
      <Section title="Delete this API">
        <DeleteApi
          api={{ name: api.name, operations: api.operationCount, scopes: api.scopeCount }}
          deleteApi={deleteApiAction.bind(null, api.slug)}
          disabledReason={reason('apis.delete') ?? owned}
        />
      </Section>
    </>
  );
}
