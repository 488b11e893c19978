import { FileUp, Plus } from 'lucide-react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { FreezeButton } from '@/components/revocation/freeze-button';
import { FrozenWords } from '@/components/revocation/frozen-words';
import { Badge } from '@/components/ui/badge';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { ApiView } from '@/domain/apis/api-view';
import { apiAddress } from './api-address';
import { LinkOrReason } from './link-or-reason';

/** Title, address and tabs of every page of an API. */
export function ApiHeader(props: {
  api: ApiView;
  tab: string;
  /** Why the reader can't do what the buttons do. */
  reasons: {
    import: string | undefined;
    createScope: string | undefined;
    freeze: string | undefined;
  };
}) {
  const { api } = props;
  const address = apiAddress(api);
  return (
    <>
      <PageHeader
        breadcrumb={[{ href: paths.apis(), label: 'APIs' }]}
        title={api.name}
        status={
          <>
            {api.builtIn && <Badge>Built-in</Badge>}
            {api.state === 'frozen' && <StatusBadge status="frozen" boxed />}
          </>
        }
        description={
          <>
            <Mono>{api.slug}</Mono>
            {address && <Mono>{address}</Mono>}
            {api.document && (
              <span>
                Document {api.document.version ?? 'without version'}, imported{' '}
                <RelativeTime date={api.document.importedAt} />
              </span>
            )}
          </>
        }
        actions={
          <>
            {!api.builtIn && (
              <FreezeButton
                thing={{ kind: 'API', id: api.id, name: api.name, state: api.state }}
                refusal={props.reasons.freeze}
              >
                <p>
                  Nothing of it can be called at once, with whatever token. What{' '}
                  <strong>{formatCount(api.groupCount, 'group')}</strong> hold stays as it is, and
                  works again afterwards.
                </p>
              </FreezeButton>
            )}
            {!api.builtIn && props.tab !== 'import' && (
              <LinkOrReason
                href={paths.apiImport(api.slug)}
                reason={props.reasons.import}
                icon={<FileUp aria-hidden />}
              >
                Import document
              </LinkOrReason>
            )}
            <LinkOrReason
              primary={props.tab !== 'import'}
              href={paths.scopeNew(api.slug)}
              reason={props.reasons.createScope}
              icon={<Plus aria-hidden />}
            >
              Create scope
            </LinkOrReason>
          </>
        }
      />
      {api.state === 'frozen' && (
        <Notice tone="info" title="This API is frozen">
          <p>Nothing of it can be called.</p>
          <FrozenWords frozenReason={api.frozenReason} frozenUntil={api.frozenUntil} />
        </Notice>
      )}
      <LinkTabs
        label={api.name}
        current={props.tab}
        tabs={[
          { id: 'operations', label: 'Operations', count: api.operationCount },
          { id: 'scopes', label: 'Scopes', count: api.scopeCount },
          { id: 'callers', label: 'Who can call' },
          { id: 'import', label: 'Import', href: paths.apiImport(api.slug) },
          { id: 'settings', label: 'Settings' },
        ]}
        hrefOf={(tab) => paths.api(api.slug, tab)}
      />
    </>
  );
}
