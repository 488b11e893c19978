'use server';

import { searchEverything } from '@/app/server/search-everything';

export async function searchAction(text: unknown) {
  return searchEverything(String(text));
}
