import { notFound } from 'next/navigation';
import type { PageSearchParams } from '@/components/data-table/table-query';

/** The tab that `?tab` names, the first where it names none; an unknown one is the not-found page. */
export async function chosenTab<Tab extends string>(
  tabs: Readonly<Record<Tab, unknown>>,
  searchParams: Promise<PageSearchParams>,
): Promise<Tab> {
  const known = Object.keys(tabs) as Tab[];
  const { tab = known[0] } = await searchParams;
  return known.find((each) => each === tab) ?? notFound();
}
