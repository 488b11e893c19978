import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { RevokeSeveral } from '@/components/respond/revoke-several';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { previewMatching } from '@/domain/tokens/preview-matching';
import { revokeMatching } from '@/domain/tokens/revoke-matching';

export const metadata = { title: 'Revoke several' };

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

export default async function SeveralPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { ip, by } = await props.searchParams;
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ href: paths.respond(), label: 'Respond' }]}
        title="Revoke several"
        description="Everything somebody made, everything used from a network: one change, one event."
      />
      {whyNot(actor, previewMatching, everything('system')) ? (
        <RefusedState operation={previewMatching.operation} />
      ) : (
        <RevokeSeveral
          usedFrom={one(ip)}
          createdBy={one(by)}
          refusal={whyNot(actor, revokeMatching, everything('system'))}
        />
      )}
    </Page>
  );
}
