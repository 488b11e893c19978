import { formatNumber } from '@/components/format/format';
import { DescriptionList } from '@/components/ui/description-list';
import { Mono, MonoId } from '@/components/ui/mono-id';
import { AbsoluteTime } from '@/components/ui/relative-time';
import type { ApiView } from '@/domain/apis/api-view';

/** What never changes about an API, and what its last import brought. */
export function ApiFacts({ api }: { api: ApiView }) {
  const { document } = api;
  return (
    <DescriptionList
      items={[
        { label: 'Id', value: <MonoId id={api.id} noun="API id" /> },
        { label: 'Slug', value: <MonoId id={api.slug} noun="slug" /> },
        { label: 'Groups that use it', value: formatNumber(api.groupCount) },
        { label: 'Created', value: <AbsoluteTime date={api.createdAt} /> },
        {
          label: 'Document',
          value: document && (
            <>
              {document.title ?? 'Untitled'} {document.version && <Mono>{document.version}</Mono>},
              OpenAPI {document.specification}, imported <AbsoluteTime date={document.importedAt} />
            </>
          ),
        },
      ]}
    />
  );
}
