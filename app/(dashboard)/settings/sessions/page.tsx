import { endOtherSessionsAction, endSessionAction } from '@/app/actions/settings';
import { mayEverywhere, whyNot } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { OwnSessions } from '@/components/settings/own-sessions';
import { type SessionRow, SessionsTable } from '@/components/settings/sessions-table';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import type { Actor } from '@/domain/base/actor';
import { endSession } from '@/domain/sessions/end-session';
import { listSessions } from '@/domain/sessions/list-sessions';

export const metadata = { title: 'Sessions' };

const OWN_LIMIT = 50;
const OTHERS_LIMIT = 50;

type Parameters = Record<string, string | string[] | undefined>;

export default async function SessionsPage(props: { searchParams: Promise<Parameters> }) {
  const actor = await requireActor();
  const { cursor } = await props.searchParams;
  const own = await ask(listSessions, { identity: actor.id, limit: OWN_LIMIT });
  if (!own.ok) throw new Error(`your sessions cannot be read: ${own.message}`);
  const rows = own.value.items.map((session) => toRow(session, actor));
  return (
    <SettingsFrame current="sessions">
      <OwnSessions rows={rows} end={endSessionAction} endOthers={endOtherSessionsAction} />
      {mayEverywhere(actor, listSessions) && (
        <AllSessions cursor={typeof cursor === 'string' ? cursor : undefined} />
      )}
    </SettingsFrame>
  );
}

async function AllSessions(props: { cursor: string | undefined }) {
  const actor = await requireActor();
  const { cursor } = props;
  const all = await askIfAllowed(listSessions, { limit: OTHERS_LIMIT, ...(cursor && { cursor }) });
  if (!all.ok) {
    return <RefusedState refusal={all} operation={listSessions.operation} />;
  }
  const { items, nextCursor } = all.value;
  const pages: { label: string; query: string }[] = [];
  if (cursor) pages.push({ label: 'Newest', query: '' });
  if (nextCursor) pages.push({ label: 'Older', query: `?cursor=${nextCursor}` });
  return (
    <Section
      title="Everybody’s sessions"
      description="Newest first."
      flush
      actions={pages.map(({ label, query }) => (
        <ButtonLink key={label} size="small" href={`${paths.settings('sessions')}${query}`}>
          {label}
        </ButtonLink>
      ))}
    >
      <SessionsTable
        caption="Everybody’s sessions"
        rows={items.map((session) => toRow(session, actor))}
        end={endSessionAction}
        withPerson
      />
    </Section>
  );
}

function toRow(
  session: Omit<SessionRow, 'current' | 'endRefusal' | 'person'> & {
    identity: { id: string; name: string };
  },
  actor: Actor,
): SessionRow {
  const { identity, ...rest } = session;
  const target = { type: 'session' as const, id: session.id, name: null, identityId: identity.id };
  return {
    ...rest,
    person: identity,
    current: session.id === actor.via.id,
    endRefusal: whyNot(actor, endSession, target, { endedAt: null }) ?? null,
  };
}
