import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { ApiFacts } from '@/components/apis/api-facts';
import { ApiSettingsForm } from '@/components/apis/api-settings-form';
import { BuiltInNotice } from '@/components/apis/built-in-notice';
import { DeleteApi } from '@/components/apis/delete-api';
import { PublicOperations } from '@/components/apis/public-operations';
import { Section } from '@/components/ui/section';
import { apiTarget } from '@/domain/apis/api-facts';
import type { ApiView } from '@/domain/apis/api-view';
import { deleteApi } from '@/domain/apis/delete-api';
import { updateApi } from '@/domain/apis/update-api';
import { deleteApiAction, updateApiAction } from '../actions';
import { loadPublicOperations } from '../load-api';

export async function SettingsTab({ api }: { api: ApiView }) {
  const actor = await requireActor();
  const target = apiTarget(api);
  const open = api.builtIn ? null : await loadPublicOperations(api.slug);
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
          disabledReason={whyNot(actor, updateApi, target, api)}
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
          disabledReason={whyNot(actor, deleteApi, target, api)}
        />
      </Section>
    </>
  );
}
