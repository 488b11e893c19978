import type { ReactNode } from 'react';
import type { z } from 'zod';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { LastFour, Mono } from '@/components/ui/mono-id';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { listHoldings } from '@/domain/identities/list-holdings';
import type { Made } from './made';

export type Held = z.output<typeof listHoldings.output>;
const SOURCES = { manual: null, sso: 'by SSO', scim: 'by SCIM' } as const;

/** What somebody holds, in the order in which its end is felt. */
export function Holdings(props: { name: string; holdings: Held; made: Made }) {
  const { name, holdings, made } = props;
  const { usedTokens, memberships, trustRules, approvedTrustRules } = holdings;
  return (
    <>
      <Section
        title="What would break"
        description={`Tokens of ${name} used in the last 30 days. Whatever uses them is denied from then on.`}
        flush
      >
        <Lines empty="Nothing: no token of theirs was used in the last 30 days.">
          {usedTokens.map(({ id, name: token, last4, group, lastUsedAt, lastIp }) => (
            <Line key={id}>
              <TextLink href={paths.token(id)}>{token}</TextLink>
              <LastFour last4={last4} />
              <span className="text-muted">
                in <bdi>{group.name}</bdi>, used <RelativeTime date={lastUsedAt} /> from{' '}
                <Mono>{lastIp ?? 'an unknown address'}</Mono>
              </span>
            </Line>
          ))}
        </Lines>
      </Section>
      <Section
        title="Groups"
        description="They leave every group that nobody else keeps them in."
        flush
      >
        <Lines empty="None.">
          {memberships.map(({ group, role, source, expiresAt, onlyLead }) => (
            <Line key={group.id}>
              <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
              {role === 'lead' && <Badge tone="accent">Lead</Badge>}
              {onlyLead && <Badge tone="warn">The only one</Badge>}
              <span className="text-muted">
                {SOURCES[source] && `${SOURCES[source]}: it stays there, and gives nothing. `}
                {expiresAt && (
                  <>
                    Until <Expiry date={expiresAt} />
                  </>
                )}
              </span>
            </Line>
          ))}
        </Lines>
      </Section>
      <Section
        title="Service accounts"
        description="They look after these: as lead of the group, or because they made its tokens. Hand them over below."
        flush
      >
        <Lines empty="None.">
          {holdings.serviceAccounts.map(({ id, name: account, owner }) => (
            <Line key={id}>
              <TextLink href={paths.person(id)}>{account}</TextLink>
              <span className="text-muted">
                {owner ? `belongs to ${owner.name}` : 'belongs to no group'}
              </span>
            </Line>
          ))}
        </Lines>
      </Section>
      <Section
        title="What they set up"
        description="It goes on without them. Look through it, and delete what nobody wants."
        flush
      >
        <Lines empty="Nothing for others that still lives.">
          {made.memberships.map(({ identity, group }) => (
            <Line key={`${identity.id} ${group.id}`}>
              Membership of <bdi>{identity.name}</bdi> in{' '}
              <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
            </Line>
          ))}
          {made.links.map(({ id, person }) => (
            <Line key={id}>
              One-time link for <bdi>{person.name}</bdi>: it stops working
            </Line>
          ))}
          {named('Trust rule', trustRules, paths.trustRule)}
          {named('Approval of trust rule', approvedTrustRules, paths.trustRule)}
          {named('Webhook', holdings.webhooks, (id) => paths.webhook(id))}
          {named('Destination', holdings.destinations, paths.destination)}
        </Lines>
      </Section>
    </>
  );
}

const named = (
  noun: string,
  things: readonly { id: string; name: string }[],
  pathOf: (id: string) => string,
) =>
  things.map(({ id, name }) => (
    <Line key={`${noun} ${id}`}>
      {noun} <TextLink href={pathOf(id)}>{name}</TextLink>
    </Line>
  ));

function Lines(props: { empty: string; children: ReactNode[] }) {
  const isEmpty = props.children.flat().length === 0;
  if (isEmpty) return <p className="p-4 text-sm text-muted">{props.empty}</p>;
  return (
    <ul className="max-h-[50vh] divide-y divide-line overflow-y-auto text-sm">{props.children}</ul>
  );
}

const Line = (props: { children: ReactNode }) => (
  <li className="flex flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2">{props.children}</li>
);
