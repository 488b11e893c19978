import { unstable_rethrow } from 'next/navigation';
import type { ActivityResult } from '@/components/groups/activity';
import { listEvents } from '@/domain/audit/list-events';
import { askIfAllowed } from './run';

const SHOWN = 25;

/** The newest audit events of a search, within the reader's reach. */
export async function loadActivity(query: string): Promise<ActivityResult> {
  try {
    const result = await askIfAllowed(listEvents, { q: query, limit: SHOWN });
    if (!result.ok) {
      return result.kind === 'forbidden'
        ? { status: 'forbidden' }
        : { status: 'failed', message: result.message };
    }
    const { items, nextCursor } = result.value;
    return { status: 'ok', events: items, hasMore: nextCursor !== null };
  } catch (error) {
    unstable_rethrow(error);
    console.error('the activity could not be read', error);
    return { status: 'failed', message: 'The database did not answer. Try again in a moment.' };
  }
}
