import { ask, askIfAllowed } from '@/app/server/run';
import { formatCount, formatNumber } from '@/components/format/format';
import { type LedGroup, LedGroups } from '@/components/overview/led-groups';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { type Actor, rolesOf } from '@/domain/base/actor';
import { getGroup } from '@/domain/groups/get-group';
import { listRequests } from '@/domain/requests/list-requests';
import { listTokens } from '@/domain/tokens/list-tokens';

const SHOWN = 8;

/** The groups somebody leads: members, what ends soon, and who asks to be let in. */
export async function MyGroups({ actor }: { actor: Actor }) {
  const led = [...rolesOf(actor).leadOf.keys()];
  const groups = await Promise.all(led.slice(0, SHOWN).map(readGroup));
  return (
    <Section
      title="Groups you lead"
      actions={<TextLink href={paths.groups()}>All your groups</TextLink>}
      flush
    >
      <LedGroups groups={groups.flatMap((group) => group ?? [])} />
      {led.length > SHOWN && (
        <p className="px-4 py-2 text-sm text-muted">
          and {formatCount(led.length - SHOWN, 'group')} more
        </p>
      )}
    </Section>
  );
}

async function readGroup(id: string): Promise<LedGroup | null> {
  const [group, expiring] = await Promise.all([
    ask(getGroup, { group: id }),
    ask(listTokens, { group: id, status: 'expiring', limit: 1 }),
  ]);
  if (!group.ok) return null;
  const { slug, name, state, memberCount, liveTokenCount } = group.value;
  return {
    ...{ id, slug, name, state, memberCount, liveTokenCount },
    expiringCount: expiring.ok ? expiring.value.total : 0,
  };
}

/** Who waits for the reader's answer. */
export async function RequestsWaiting() {
  const found = await askIfAllowed(listRequests, { state: 'open', of: 'others', limit: 5 });
  if (!found.ok) return null;
  const { items, total } = found.value;
  return (
    <Section
      title="Requests waiting"
      actions={<TextLink href={paths.requests()}>All requests</TextLink>}
      flush
    >
      {items.length === 0 ? (
        <EmptyState title="Nobody waits for you">
          Whoever asks for access to a group of yours appears here.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {items.map((request) => (
            <li
              key={request.id}
              className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 px-4 py-2 text-sm"
            >
              <TextLink href={paths.request(request.id)}>{request.title}</TextLink>
              <RelativeTime date={request.createdAt} className="text-muted" />
            </li>
          ))}
          {total > items.length && (
            <li className="px-4 py-2 text-sm text-muted">
              and {formatNumber(total - items.length)} more
            </li>
          )}
        </ul>
      )}
    </Section>
  );
}
