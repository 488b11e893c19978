import type { GrantedScope } from '@/domain/authority/granted-scopes';

/** What a token that holds some scopes would gain by one more: names of operations it does not open yet. */
export function addedBy(
  scopes: readonly GrantedScope[],
  chosenIds: readonly string[],
  scope: GrantedScope,
): string[] {
  const opened = new Set(
    scopes
      .filter(({ id, api }) => id !== scope.id && api.id === scope.api.id && chosenIds.includes(id))
      .flatMap(({ operations }) => operations.map(({ name }) => name)),
  );
  return scope.operations.map(({ name }) => name).filter((name) => !opened.has(name));
}

const NAMED = 2;

/** "adds listInvoices, getInvoice and 3 more". */
export function addedWords(names: readonly string[]): string {
  if (names.length === 0) return 'adds nothing that the others don’t open';
  const rest = names.length - NAMED;
  if (rest <= 0) return `adds ${names.join(' and ')}`;
  return `adds ${names.slice(0, NAMED).join(', ')} and ${rest} more`;
}
