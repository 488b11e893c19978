import { loadWhy } from '@/app/server/load-why';
import { askIfAllowed } from '@/app/server/run';
import { AskWhy } from '@/components/access/ask-why';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { whyNotWorking } from '@/components/tokens/blocked-words';
import { AccessList } from '@/components/tokens/detail/access-list';
import { toSentScope } from '@/components/tokens/detail/access-rows';
import type { TokenRow } from '@/components/tokens/token-row';
import { Badge } from '@/components/ui/badge';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { AbsoluteTime, Expiry, RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { explainToken } from '@/domain/access/explain-token';
import type { TokenView } from '@/domain/tokens/token-view';
import { TokenUses } from './uses';

/** What the token may do and why: operation ← scope ← group ← membership. */
export async function AccessTab(props: { token: TokenRow; searchParams: PageSearchParams }) {
  const { token } = props;
  const access = await askIfAllowed(explainToken, { token: token.id });
  if (!access.ok) return <RefusedState refusal={access} operation={explainToken.operation} />;
  const { membership, scopes } = access.value;
  const problem = whyNotWorking(token);
  const why = await loadWhy(props.searchParams, { token: token.id });
  return (
    <>
      {problem && token.status !== 'awaiting' && (
        <Notice tone="danger" title={problem.title}>
          <p>
            {problem.advice}
            {token.revokedAt && (
              <>
                {' '}
                By {token.revokedBy}, <AbsoluteTime date={token.revokedAt} />
                {token.revokeReason && `: ${token.revokeReason}`}.
              </>
            )}{' '}
            What it would open is below.
          </p>
        </Notice>
      )}
      <Section title="Why it may">
        <DescriptionList items={reasons(token, membership)} />
      </Section>
      <TokenUses token={token} />
      <AskWhy subject="this token" tab="access" withAddress {...why} />
      {scopes.every(({ operations }) => operations.length === 0) ? (
        <Section title="Operations" flush>
          <EmptyState title={`${token.group.name} opens nothing yet`}>
            Every request with this token is denied until the group gets a scope.
          </EmptyState>
        </Section>
      ) : (
        <AccessList tokenId={token.id} scopes={scopes.map(toSentScope)} works={problem === null} />
      )}
    </>
  );
}

type Membership = {
  role: string;
  source: string;
  addedBy: string;
  addedAt: string;
  expiresAt: string | null;
};

function reasons(token: TokenView, membership: Membership | null) {
  return [
    {
      label: 'Membership',
      value: membership ? (
        <>
          <TextLink href={paths.person(token.identity.id)}>{token.identity.name}</TextLink> is{' '}
          {membership.role === 'lead' ? 'a lead' : 'a member'} of{' '}
          <TextLink href={paths.group(token.group.slug)}>{token.group.name}</TextLink>, added by{' '}
          {membership.addedBy} <RelativeTime date={membership.addedAt} className="text-muted" />
          {membership.source !== 'manual' && (
            <>
              {' '}
              <Badge>{membership.source.toUpperCase()}</Badge>
            </>
          )}
          {membership.expiresAt && (
            <>
              , until <Expiry date={membership.expiresAt} />
            </>
          )}
        </>
      ) : (
        <span className="text-danger">
          None: <bdi>{token.identity.name}</bdi> is not in the group any more
        </span>
      ),
    },
    {
      label: 'Restriction',
      value:
        token.scopes === null ? (
          <>
            None: it has all scopes of <bdi>{token.group.name}</bdi>, now and later
          </>
        ) : token.scopes.length === 0 ? (
          <span className="text-danger">
            The scopes it was cut down to are gone: it opens nothing
          </span>
        ) : (
          <span className="flex flex-wrap gap-x-3">
            {token.scopes.map((scope) => (
              <Mono key={scope}>{scope}</Mono>
            ))}
          </span>
        ),
    },
    {
      label: 'From addresses',
      value:
        token.allowedCidrs.length === 0 ? (
          'Any that its group allows'
        ) : (
          <Mono>{token.allowedCidrs.join(', ')}</Mono>
        ),
    },
    {
      label: 'Created',
      value: (
        <>
          by {token.createdBy}, <AbsoluteTime date={token.createdAt} />
        </>
      ),
    },
  ];
}
