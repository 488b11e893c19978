import { readAskedWhy } from '@/components/access/asked-why';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { whyAccess } from '@/domain/access/why';
import { ask } from './run';

type Subject = { token: string } | { identity: string } | { group: string };

/** What a page's address asks about its subject (`AskWhy`), and the answer; both null where it asks nothing. */
export async function loadWhy(params: PageSearchParams, subject: Subject) {
  const asked = readAskedWhy(params);
  return { asked, result: asked && (await ask(whyAccess, { ...subject, ...asked })) };
}
