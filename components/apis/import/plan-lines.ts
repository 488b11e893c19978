import type { ImportPlan } from './import-plan';

export type PlanLine = {
  kind: 'added' | 'removed' | 'changed';
  name: string;
  method: string;
  pathTemplate: string;
  /** Other names for the same requests. */
  aliases: string[];
  before: { method: string; pathTemplate: string } | null;
  /** Scopes that lose the operation. */
  scopesLosing: number;
};

/** All lines of a plan, what takes something away first. */
export function toLines(plan: ImportPlan): PlanLine[] {
  const lines: PlanLine[] = [
    ...plan.removed.map((line) => ({ ...line, kind: 'removed' as const, before: null })),
    ...plan.changed.map((line) => ({ ...line, kind: 'changed' as const })),
    ...plan.added.map((line) => ({
      ...line,
      kind: 'added' as const,
      before: null,
      scopesLosing: 0,
    })),
  ];
  return lines.sort((left, right) => right.scopesLosing - left.scopesLosing);
}

/** Lines of the chosen kinds in which every word of the search occurs. */
export function filterLines(
  lines: readonly PlanLine[],
  search: string,
  kind: PlanLine['kind'] | 'all' | 'losing',
): PlanLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (kind === 'losing' ? line.scopesLosing === 0 : kind !== 'all' && line.kind !== kind) {
      return false;
    }
    const { before } = line;
    const text =
      `${line.method} ${line.pathTemplate} ${line.name} ${line.aliases.join(' ')} ${before?.method ?? ''} ${before?.pathTemplate ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Operations that lose grants, and the grants they lose. */
export function lossesOf(lines: readonly PlanLine[]) {
  const losing = lines.filter((line) => line.scopesLosing > 0);
  return {
    operations: losing.length,
    grants: losing.reduce((sum, line) => sum + line.scopesLosing, 0),
  };
}
