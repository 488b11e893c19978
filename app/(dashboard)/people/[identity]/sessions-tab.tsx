import { endSessionAction } from '@/app/actions/settings';
import { unlinkAccountAction } from '@/app/actions/single-sign-on';
import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { LinkedAccounts } from '@/components/people/linked-accounts-on-demand';
import type { SessionRow } from '@/components/settings/sessions-table';
import { SessionsTable } from '@/components/settings/sessions-table-on-demand';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { SESSION_HOURS, SESSION_IDLE_HOURS } from '@/domain/credentials/credential-facts';
import type { IdentityView } from '@/domain/identities/identity-view';
import { endSession } from '@/domain/sessions/end-session';
import { listSessions } from '@/domain/sessions/list-sessions';
import { listAccounts, unlinkAccount } from '@/domain/sso/linked-accounts';

const MOST = 200;

export async function SessionsTab(props: { identity: IdentityView }) {
  const { id, name } = props.identity;
  const actor = await requireActor();
  const target = { type: 'session' as const, id: null, name: null, identityId: id };
  if (whyNot(actor, listSessions, target)) {
    // A list cut down to nothing would read as "signed in nowhere".
    return <RefusedState operation={listSessions.operation} />;
  }
  const result = await askIfAllowed(listSessions, { identity: id, limit: MOST });
  if (!result.ok) {
    return <RefusedState refusal={result} operation={listSessions.operation} />;
  }
  const endRefusal = whyNot(actor, endSession, target, { endedAt: null }) ?? null;
  const rows: SessionRow[] = result.value.items.map(({ identity, ...session }) => ({
    ...session,
    person: identity,
    current: session.id === actor.via.id,
    endRefusal,
  }));
  const accounts = await askIfAllowed(listAccounts, { identity: id });
  const person = { type: 'identity' as const, id, name, identityId: id };
  return (
    <>
      <Section title="Open sessions" description={`Each browser ${name} is signed in with.`} flush>
        {rows.length === 0 ? (
          <EmptyState title="Signed in nowhere">
            A session ends after {SESSION_HOURS} hours, after {SESSION_IDLE_HOURS} hours unused, or
            when somebody ends it.
          </EmptyState>
        ) : (
          <SessionsTable caption={`Sessions of ${name}`} rows={rows} end={endSessionAction} />
        )}
      </Section>
      {accounts.ok && (
        <LinkedAccounts
          accounts={accounts.value.items}
          refusal={whyNot(actor, unlinkAccount, person)}
          unlink={unlinkAccountAction.bind(null, id)}
        />
      )}
    </>
  );
}
