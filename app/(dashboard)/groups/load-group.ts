import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ask } from '@/app/server/run';
import { getGroup } from '@/domain/groups/get-group';

/** The group of the address, asked once a request; unknown or out of reach is the not-found page. */
export const loadGroup = cache(async (reference: string) => {
  const result = await ask(getGroup, { group: reference });
  if (result.ok) return result.value;
  if (result.kind === 'not_found' || result.kind === 'invalid') notFound();
  throw new Error(`${result.code}: ${result.message}`);
});
