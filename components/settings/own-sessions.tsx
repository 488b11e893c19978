import { Section } from '@/components/ui/section';
import { SESSION_HOURS, SESSION_IDLE_HOURS } from '@/domain/credentials/credential-facts';
import { EndOtherSessions } from './end-other-sessions';
import { type SessionRow, SessionsTable } from './sessions-table';

type Ends = Pick<Parameters<typeof SessionsTable>[0], 'end'> &
  Pick<Parameters<typeof EndOtherSessions>[0], 'endOthers'>;

/** The browsers in which the reader is signed in, each of which they can end. */
export function OwnSessions({ rows, end, endOthers }: Ends & { rows: SessionRow[] }) {
  return (
    <Section
      title="Your sessions"
      description={`Each browser you are signed in with. A session ends after ${SESSION_HOURS} hours, or ${SESSION_IDLE_HOURS} unused.`}
      flush
      actions={
        rows.length > 1 && <EndOtherSessions count={rows.length - 1} endOthers={endOthers} />
      }
    >
      <SessionsTable caption="Your sessions" rows={rows} end={end} />
    </Section>
  );
}
