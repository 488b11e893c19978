import { askIfAllowed } from '@/app/server/run';
import { Access } from '@/components/people/access';
import { NoPermissionState } from '@/components/ui/states';
import { explainIdentity } from '@/domain/effects/explain-identity';
import type { IdentityView } from '@/domain/identities/identity-view';

export async function AccessTab(props: { identity: IdentityView }) {
  const { id, name } = props.identity;
  const access = await askIfAllowed(explainIdentity, { identity: id });
  if (!access.ok) return <NoPermissionState operation={explainIdentity.operation} />;
  return <Access name={name} access={access.value} />;
}
