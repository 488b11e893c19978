import { refuse } from '@/domain/base/refusal';
import { problem } from './problem';
import { currentRequestId } from './told';

const crossSite = refuse('forbidden', 'cross_site', 'Export it from Keyward’s own pages.');

/**
 * Refuses an export that another site has a browser ask for; null where it may go on. It leaves an event:
 * no other site makes somebody take history or evidence away. A typed address is no site.
 */
export async function refuseForeignExport({ headers }: Request): Promise<Response | null> {
  if (headers.get('sec-fetch-site') !== 'cross-site') return null;
  return problem(crossSite, await currentRequestId());
}
