import { toChangeRow } from '@/app/server/load-activity';
import { askIfAllowed } from '@/app/server/run';
import { ChangesTable } from '@/components/audit/changes-table';
import { paths } from '@/components/paths';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { listEvents } from '@/domain/audit/list-events';
import type { TokenView } from '@/domain/tokens/token-view';
import { LifeSection } from './life';

/** The token's life, drawn, and the changes made to it as the audit log has them. */
export async function ActivityTab({ token }: { token: TokenView }) {
  const q = `target:${token.id}`;
  const events = await askIfAllowed(listEvents, { q, limit: 50 });
  return (
    <>
      <LifeSection token={token} />
      <Section
        title="Changes"
        description="What people and programs did to this token."
        flush
        actions={
          <ButtonLink size="small" href={paths.audit({ q })}>
            All in the audit log
          </ButtonLink>
        }
      >
        {events.ok ? (
          <ChangesTable
            caption="Changes"
            ofOne
            rows={events.value.items.map(toChangeRow)}
            empty={
              <EmptyState title="No change in your reach">
                The log shows you what happened in the groups you lead.
              </EmptyState>
            }
          />
        ) : (
          <RefusedState refusal={events} operation={listEvents.operation} />
        )}
      </Section>
    </>
  );
}
