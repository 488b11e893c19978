import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { ApiHeader } from '@/components/apis/api-header';
import { BuiltInNotice } from '@/components/apis/built-in-notice';
import { ImportPanel } from '@/components/apis/import/import-panel';
import { Page } from '@/components/ui/page-header';
import { Card } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { apiTarget } from '@/domain/apis/api-facts';
import { importDocument } from '@/domain/apis/import-document';
import { updateOperation } from '@/domain/apis/update-operation';
import { headerReasons } from '../../header-reasons';
import { loadApi } from '../../load-api';

type ImportPageProps = { params: Promise<{ api: string }> };

export async function generateMetadata(props: ImportPageProps) {
  return { title: `${(await loadApi((await props.params).api)).name}: import` };
}

export default async function ImportPage(props: ImportPageProps) {
  const api = await loadApi((await props.params).api);
  const actor = await requireActor();
  return (
    <Page>
      <ApiHeader api={api} tab="import" reasons={headerReasons(actor, api)} />
      {api.builtIn ? (
        <BuiltInNotice />
      ) : whyNot(actor, importDocument, apiTarget(api), api) ? (
        <Card>
          <RefusedState operation={importDocument.operation} />
        </Card>
      ) : (
        <ImportPanel
          api={{
            slug: api.slug,
            name: api.name,
            document: api.document,
            hosts: api.hosts,
            basePath: api.basePath,
          }}
          openReason={whyNot(actor, updateOperation, apiTarget(api), api)}
        />
      )}
    </Page>
  );
}
