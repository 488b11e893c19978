import { askIfAllowed } from '@/app/server/run';
import { TokenLife } from '@/components/tokens/life/token-life';
import { Section } from '@/components/ui/section';
import { listEvents } from '@/domain/audit/list-events';
import { lifeOf } from '@/domain/tokens/life';
import type { TokenView } from '@/domain/tokens/token-view';

const MAX_CHANGES = 200;

/** The token's life as the audit log tells it, as far as the reader may read that. */
export async function LifeSection({ token }: { token: TokenView }) {
  const q = `target:${token.id} outcome:done`;
  const events = await askIfAllowed(listEvents, { q, limit: MAX_CHANGES });
  const nowMs = Date.now();
  const told = events.ok ? events.value : { items: [], nextCursor: null };
  return (
    <Section title="Life" description={explained(events.ok, told.nextCursor !== null)}>
      <TokenLife life={lifeOf(token, told.items, nowMs)} nowMs={nowMs} />
    </Section>
  );
}

function explained(isAllowed: boolean, isCut: boolean): string {
  if (!isAllowed) return 'You can’t read the audit log: this is what the token itself says.';
  if (isCut) return `Its last ${MAX_CHANGES} changes, and what the token itself says.`;
  return 'From its creation to its end. Each number is a line of the list below.';
}
