import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ask } from '@/app/server/run';
import { getIncident } from '@/domain/incidents/get-incident';

/** The incident of a page, asked once; out of reach it is no page. */
export const loadIncident = cache(async (incident: string) => {
  const found = await ask(getIncident, { incident });
  if (found.ok) return found.value;
  if (found.kind === 'not_found') notFound();
  throw new Error(found.message);
});
