import type { Uses } from '@/domain/access/uses';
import type { GrantedScope } from '@/domain/authority/granted-scopes';

/** The scopes of its group that a token has now; all of them where it isn't cut down. */
export function heldScopeIds(
  scopes: readonly GrantedScope[],
  restriction: readonly string[] | null,
): string[] {
  return scopes.filter(({ name }) => restriction?.includes(name) ?? true).map(({ id }) => id);
}

/** Ids of the scopes of which something was called in 90 days. */
export const usedScopeIds = (uses: Uses): string[] =>
  uses.scopes.filter(({ isUnused }) => !isUnused).map(({ id }) => id);

/** What a token that holds these scopes would lose, and gain, that holds those now. */
export function operationsBetween(
  scopes: readonly GrantedScope[],
  before: readonly string[],
  after: readonly string[],
): { lost: string[]; gained: string[] } {
  const of = (ids: readonly string[]) =>
    new Set(
      scopes
        .filter(({ id }) => ids.includes(id))
        .flatMap(({ api, operations }) => operations.map(({ name }) => `${api.slug} ${name}`)),
    );
  const [was, is] = [of(before), of(after)];
  return {
    lost: [...was].filter((name) => !is.has(name)),
    gained: [...is].filter((name) => !was.has(name)),
  };
}

/** Of what would be lost, what was called in 90 days: whoever calls it would be denied. */
export function stillUsed(uses: Uses, lost: readonly string[]): string[] {
  const used = uses.scopes.flatMap(({ api, operations }) =>
    operations.filter(({ used90 }) => used90 > 0).map(({ name }) => `${api.slug} ${name}`),
  );
  return lost.filter((name) => used.includes(name));
}
