import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { CreateServiceForm } from '@/components/groups/create-service-form';
import { paths } from '@/components/paths';
import { Page, PageHeader } from '@/components/ui/page-header';
import { RefusedState } from '@/components/ui/states';
import { createService } from '@/domain/effects/create-service';
import { groupTarget } from '@/domain/groups/group-facts';
import { createToken } from '@/domain/tokens/create-token';
import { mintingTarget } from '@/domain/tokens/token-facts';
import { createServiceAction } from '../../../actions';
import { loadGroup } from '../../../load-group';

type NewServiceProps = { params: Promise<{ group: string }> };

export async function generateMetadata(props: NewServiceProps) {
  const { name } = await loadGroup((await props.params).group);
  return { title: `Create service account in ${name}` };
}

/** A service account of this group: its leads make it, and manage it. */
export default async function NewServicePage(props: NewServiceProps) {
  const group = await loadGroup((await props.params).group);
  const actor = await requireActor();
  return (
    <Page narrow>
      <PageHeader
        breadcrumb={[
          { href: paths.groups(), label: 'Groups' },
          { href: paths.group(group.slug), label: group.name },
        ]}
        title="Create service account"
        description={`It belongs to ${group.name}: what its tokens open comes from this group, and its leads manage it.`}
      />
      {whyNot(actor, createService, groupTarget(group)) ? (
        <RefusedState operation={createService.operation} />
      ) : (
        <CreateServiceForm
          group={group}
          mayMint={whyNot(actor, createToken, mintingTarget(group, actor), group) === undefined}
          create={createServiceAction.bind(null, group.id)}
        />
      )}
    </Page>
  );
}
