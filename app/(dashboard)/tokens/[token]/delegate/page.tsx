import { notFound } from 'next/navigation';
import { publicUrls } from '@/app/server/public-urls';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { DelegateToken } from '@/components/tokens/delegate/delegate-token';
import { ButtonLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page-header';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { explainToken } from '@/domain/access/explain-token';
import { delegateToken } from '@/domain/tokens/delegate-token';
import { rotationTarget } from '@/domain/tokens/token-facts';
import { delegateTokenAction } from './actions';

export const metadata = { title: 'Give an agent less' };

export default async function DelegatePage(props: { params: Promise<{ token: string }> }) {
  const actor = await requireActor();
  const access = await ask(explainToken, { token: (await props.params).token });
  if (!access.ok) {
    if (access.kind !== 'forbidden') notFound();
    return <RefusedState refusal={access} operation={explainToken.operation} />;
  }
  const { token } = access.value;
  const scopes = access.value.scopes.filter(({ inToken }) => inToken);
  const refusal = whyNot(actor, delegateToken, rotationTarget(token), token);
  const endsMs = Math.min(
    Date.parse(token.expiresAt),
    Date.parse(token.retiresAt ?? token.expiresAt),
  );
  return (
    <Page>
      <PageHeader
        breadcrumb={[
          { href: paths.tokens(), label: 'Tokens' },
          { href: paths.token(token.id), label: token.name },
        ]}
        title="Give an agent less"
        description={`A lesser token that acts for ${token.identity.name} in ${token.group.name}, and ends with ${token.name}.`}
      />
      {refusal !== undefined || scopes.length === 0 ? (
        <EmptyState
          title={refusal === undefined ? `${token.name} opens nothing` : 'It can’t be given away'}
          actions={<ButtonLink href={paths.token(token.id)}>Back to the token</ButtonLink>}
        >
          {refusal ?? 'There is nothing of which an agent could get less.'}
        </EmptyState>
      ) : (
        <DelegateToken
          parent={{ id: token.id, name: token.name, allowedCidrs: token.allowedCidrs }}
          scopes={scopes}
          remainingSeconds={(endsMs - Date.now()) / 1_000}
          urls={publicUrls()}
          delegate={delegateTokenAction.bind(null, token.id)}
        />
      )}
    </Page>
  );
}
