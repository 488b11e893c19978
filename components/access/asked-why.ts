/** What somebody asks about on a page, as its address has it. */
export interface AskedWhy {
  readonly operation: string;
  readonly api?: string;
  readonly ip?: string;
}

const textOf = (value: string | string[] | undefined): string | undefined =>
  (typeof value === 'string' ? value.trim() : '') || undefined;

/** Reads `?why=deleteInvoice&whyApi=billing&whyFrom=10.0.0.1`; null where nothing is asked. */
export function readAskedWhy(
  params: Readonly<Record<string, string | string[] | undefined>>,
): AskedWhy | null {
  const operation = textOf(params.why);
  if (operation === undefined) return null;
  const api = textOf(params.whyApi);
  const ip = textOf(params.whyFrom);
  return { operation, ...(api && { api }), ...(ip && { ip }) };
}
