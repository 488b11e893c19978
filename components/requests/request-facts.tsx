import type { z } from 'zod';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Mono, MonoId } from '@/components/ui/mono-id';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import type { getRequest } from '@/domain/requests/get-request';
import { deciderWords, endLabel, gainWords, rightsVerb } from './request-words';

export type RequestDetail = z.output<typeof getRequest.output>;

/** Who asks for what, why, and what became of it. */
export function RequestFacts(props: { request: RequestDetail }) {
  const { request } = props;
  const { kind, group, decided, state } = request;
  return (
    <Section title="Request">
      <DescriptionList
        items={[
          {
            label: 'Asked by',
            value: (
              <TextLink href={paths.person(request.requester.id)}>
                {request.requester.name}
              </TextLink>
            ),
          },
          ...(group ? [{ label: 'Group', value: <GroupName group={group} /> }] : []),
          ...(kind === 'access' ? [{ label: 'Reason', value: request.reason }] : []),
          ...(request.operations.length > 0
            ? [{ label: 'Asked for', value: <AskedOperations names={request.operations} /> }]
            : []),
          ...(request.extendsFrom
            ? [{ label: endLabel(request), value: <Expiry date={request.extendsFrom} /> }]
            : []),
          ...(request.extended === 'removed'
            ? [{ label: 'Since then', value: 'Taken out of the group: it can’t be approved' }]
            : []),
          ...(kind === 'access'
            ? [
                {
                  label: 'Wished until',
                  value: request.wishedUntil ? (
                    <Expiry date={request.wishedUntil} />
                  ) : (
                    'No end date'
                  ),
                },
              ]
            : []),
          { label: 'Asked', value: <RelativeTime date={request.createdAt} /> },
          ...(state === 'open' ? [{ label: 'Decided by', value: deciderWords(request) }] : []),
          ...(state === 'open'
            ? [{ label: 'Runs out', value: <Expiry date={request.expiresAt} /> }]
            : []),
          ...(decided ? [{ label: 'Decided', value: <Decided decided={decided} /> }] : []),
          ...(state === 'approved' && kind === 'access'
            ? [
                {
                  label: 'Lasts until',
                  value: request.grantedUntil ? (
                    <Expiry date={request.grantedUntil} />
                  ) : (
                    'No end date'
                  ),
                },
              ]
            : []),
          { label: 'Id', value: <MonoId id={request.id} noun="request id" /> },
        ]}
      />
    </Section>
  );
}

function GroupName(props: { group: NonNullable<RequestDetail['group']> }) {
  const { group } = props;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {group.slug === null ? (
        <span>
          <bdi>{group.name}</bdi> (gone)
        </span>
      ) : (
        <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
      )}
      <PrivilegedMark group={group} />
    </span>
  );
}

const AskedOperations = (props: { names: readonly string[] }) => (
  <span className="flex flex-wrap gap-x-3 gap-y-1">
    {props.names.map((name) => (
      <Mono key={name}>{name}</Mono>
    ))}
  </span>
);

function Decided(props: { decided: NonNullable<RequestDetail['decided']> }) {
  const { at, by, reason } = props.decided;
  return (
    <>
      <RelativeTime date={at} /> by {by}
      {reason && <span className="block break-words text-muted">{reason}</span>}
    </>
  );
}

/** The rights that approving gives, beside those that are held. */
export function GivenRights(props: { request: RequestDetail }) {
  const { kind, gained, heldCount, gains, requester } = props.request;
  const keeps = rightsVerb(props.request);
  if (kind === 'change') {
    return (
      <Section
        flush
        title="Rights over Keyward that it gives"
        description="Carried out exactly so, or not at all: where things change meanwhile, it is refused."
      >
        <ul className="divide-y divide-line text-sm">
          {gains.map((gain) => (
            <li key={JSON.stringify(gain)} className="px-4 py-2 break-words">
              {gainWords(gain)}
              {gain.until && (
                <>
                  {' '}
                  until <Expiry date={gain.until} />
                </>
              )}
            </li>
          ))}
        </ul>
      </Section>
    );
  }
  return (
    <Section
      flush
      title={`What ${requester.name} ${keeps}`}
      description={`${formatCount(gained.length, keeps === 'gains' ? 'more operation' : 'operation')}${heldCount > 0 ? `; ${formatNumber(heldCount)} of the group’s are held already` : ''}.`}
    >
      {gained.length === 0 ? (
        <EmptyState title="Nothing new">
          Other groups of theirs open all of it already, or the group owns no scopes.
        </EmptyState>
      ) : (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keys
          tabIndex={0}
          aria-label={`Operations that ${requester.name} ${keeps}`}
          className="max-h-96 divide-y divide-line overflow-y-auto text-sm -outline-offset-2!"
        >
          {gained.map(({ api, name, method, pathTemplate }) => (
            <li
              key={`${api} ${name}`}
              className="flex flex-wrap items-baseline gap-x-3 px-4 py-1.5"
            >
              <Mono>
                {api} {name}
              </Mono>
              {method && (
                <span className="font-mono text-xs text-muted">
                  {method} {pathTemplate}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
