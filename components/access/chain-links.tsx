import { ArrowUp, CircleSlash } from 'lucide-react';
import type { ReactNode } from 'react';
import { OperationAddress } from '@/components/operations/operation-address';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { LastFour, Mono } from '@/components/ui/mono-id';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { Grant } from '@/domain/access/granting';
import type { ExplainedMembership } from '@/domain/access/source';
import { sourceWords } from './source-words';

/** One way in which an operation may be called, as pages show it. */
export type ShownChain = {
  operation: {
    api: { slug: string; name: string };
    name: string;
    method: string | null;
    pathTemplate: string | null;
  };
  /** False marks a scope that the token is cut down past. */
  scopes: (Grant & { inToken?: boolean })[];
  group: { slug: string; name: string; state?: 'active' | 'frozen' };
  /** Null where a group is asked for, and not who is in it. */
  membership: ExplainedMembership | null;
  identity: { id: string; name: string } | null;
  /** The token that is asked for, and the lists of which each must hold the caller's address. */
  token?: {
    id: string;
    name: string;
    last4: string;
    expiresAt: string;
    createdBy: string;
    createdAt: string;
  } | null;
  addresses?: { of: string; cidrs: string[] }[];
  /** What is missing or closed. */
  closed?: { message: string; at: string | null }[];
};

/** Operation ← scope ← group ← membership, and who granted each: an ordered list, from the operation up. */
export function ChainLinks({ chain }: { chain: ShownChain }) {
  const { operation, scopes, group, membership, identity } = chain;
  const { token, addresses = [], closed = [] } = chain;
  return (
    <ol className="flex flex-col gap-2 text-sm">
      <Link label="Operation">
        <TextLink quiet href={paths.apiCallers(operation.api.slug, operation.name)}>
          <Mono>{operation.name}</Mono>
        </TextLink>{' '}
        <span className="text-muted">
          of <bdi>{operation.api.name}</bdi>
        </span>
        {operation.method && <OperationAddress {...operation} />}
      </Link>
      {scopes.map((scope) => (
        <Link key={scope.id} label="held by scope">
          <TextLink href={paths.scope(operation.api.slug, scope.id)}>
            <Mono className={scope.inToken === false ? 'line-through' : ''}>{scope.name}</Mono>
          </TextLink>
          <Fact>
            granted to the group by {scope.grantedBy}, <RelativeTime date={scope.grantedAt} />
          </Fact>
        </Link>
      ))}
      <Link label="owned by group">
        <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
        {group.state === 'frozen' && <StatusBadge status="frozen" />}
      </Link>
      {membership && (
        <Link label={membership.role === 'lead' ? 'led by' : 'with member'}>
          {identity && <TextLink href={paths.person(identity.id)}>{identity.name}</TextLink>}
          <Fact>
            {sourceWords(membership)}, <RelativeTime date={membership.addedAt} />
          </Fact>
          <Fact>
            {membership.expiresAt === null ? (
              'without an end date'
            ) : (
              <>
                {membership.ended ? 'ended' : 'until'} <Expiry date={membership.expiresAt} />
              </>
            )}
          </Fact>
        </Link>
      )}
      {token && (
        <Link label="with token">
          <TextLink href={paths.token(token.id)}>{token.name}</TextLink>
          <LastFour last4={token.last4} />
          <Fact>
            made by {token.createdBy}, <RelativeTime date={token.createdAt} />
          </Fact>
          <Fact>
            {Date.parse(token.expiresAt) > Date.now() && 'until '}
            <Expiry date={token.expiresAt} />
          </Fact>
        </Link>
      )}
      {addresses.map(({ of, cidrs }) => (
        <Link key={of} label="from address">
          <Mono className="break-all">{cidrs.join(', ')}</Mono>
          <Fact>as {of} allows</Fact>
        </Link>
      ))}
      {closed.map(({ message, at }) => (
        <li key={message} className="flex items-baseline gap-1.5 text-danger">
          <CircleSlash aria-hidden size={14} className="shrink-0 self-center" />
          <span>
            {message} {at && <RelativeTime date={at} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Link(props: { label: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-baseline gap-2">
      <ArrowUp aria-hidden size={12} className="shrink-0 self-center text-faint first:hidden" />
      <span className="w-24 shrink-0 text-xs text-muted">{props.label}</span>
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-1.5">
        {props.children}
      </span>
    </li>
  );
}

const Fact = (props: { children: ReactNode }) => (
  <span className="w-full text-xs text-muted">{props.children}</span>
);
