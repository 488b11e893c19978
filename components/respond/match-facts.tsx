'use client';

import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import type { LastUse, TokenMatch } from '@/components/revocation/token-match';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';

const blockedWords = {
  identity_suspended: 'its holder is suspended',
  membership_ended: 'its holder left the group',
  group_frozen: 'its group is frozen',
  parent_ended: 'a token it was made from has ended',
  policy_not_met: 'it breaks its group’s policy',
};
const shownOperations = 6;

/** Holder, group, reach, lifetime and last uses of a token. */
export function MatchFacts(props: { match: TokenMatch }) {
  const { token, opened, lastUses } = props.match;
  const { identity, group } = token;
  return (
    <DescriptionList
      items={[
        {
          label: 'Acts for',
          value: (
            <>
              <TextLink href={paths.person(identity.id)}>{identity.name}</TextLink>
              <span className="text-muted"> in </span>
              <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
            </>
          ),
        },
        ...(token.blockedBy
          ? [{ label: 'Blocked', value: `It is denied: ${blockedWords[token.blockedBy]}.` }]
          : []),
        { label: 'Opens', value: <Opened opened={opened} /> },
        { label: 'Expires', value: <Expiry date={token.expiresAt} /> },
        ...(token.revokedAt
          ? [
              {
                label: 'Revoked',
                value: (
                  <>
                    <RelativeTime date={token.revokedAt} /> by {token.revokedBy}
                    {token.revokeReason && (
                      <span className="text-muted">, {token.revokeReason}</span>
                    )}
                  </>
                ),
              },
            ]
          : []),
        { label: 'Last uses', value: <LastUses uses={lastUses} /> },
      ]}
    />
  );
}

function Opened(props: { opened: TokenMatch['opened'] }) {
  const { opened } = props;
  if (!opened) return <span className="text-muted">Out of your reach</span>;
  if (opened.count === 0)
    return <span className="text-muted">Nothing: its group has no scope</span>;
  return (
    <div className="space-y-1">
      <p>{formatCount(opened.count, 'operation')}</p>
      <ul className="space-y-0.5">
        {opened.apis.map(({ slug, operations }) => (
          <li key={slug} className="break-words text-muted">
            <TextLink href={paths.api(slug)}>{slug}</TextLink>{' '}
            <Mono>{operations.slice(0, shownOperations).join(', ')}</Mono>
            {operations.length > shownOperations &&
              ` and ${formatCount(operations.length - shownOperations, 'more', 'more')}`}
          </li>
        ))}
      </ul>
    </div>
  );
}

function LastUses(props: { uses: LastUse[] | null }) {
  if (!props.uses) return <span className="text-muted">Out of your reach</span>;
  if (props.uses.length === 0) return <span className="text-muted">Never used</span>;
  return (
    <ul className="space-y-1">
      {props.uses.map((use) => (
        <li
          key={`${use.at} ${use.operation}`}
          className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5"
        >
          <StatusBadge status={use.outcome} {...(use.outcome === 'denied' && { word: use.code })} />
          {use.operation && <Mono className="break-all">{use.operation}</Mono>}
          {use.ip && (
            <TextLink href={paths.respond({ ip: use.ip })} className="font-mono text-xs">
              {use.ip}
            </TextLink>
          )}
          <RelativeTime date={use.at} className="text-muted" />
        </li>
      ))}
    </ul>
  );
}
