import type { z } from 'zod';
import type { importPlanSchema } from '@/domain/apis/import-plan-view';

type Plan = z.output<typeof importPlanSchema>;
type Line = Plan['added'][number];

/** An import for people: what changes line by line, what there is to choose, and every warning. */
export function describePlan(plan: Plan, isDryRun: boolean): string {
  const { added, removed, changed, unchanged } = plan;
  const counts = `${added.length} added, ${removed.length} removed, ${changed.length} changed, ${unchanged} unchanged`;
  const names = plan.names > plan.operations ? ` with ${plan.names} names` : '';
  const what = isDryRun ? 'Would be' : 'Imported';
  return [
    ...removed.map((line) => `- ${lineOf(line)}${losing(line.scopesLosing)}`),
    ...changed.map(
      (line) =>
        `~ ${lineOf(line)} (was ${line.before.method} ${line.before.pathTemplate})${losing(line.scopesLosing)}`,
    ),
    ...added.map((line) => `+ ${lineOf(line)}`),
    ...plan.warnings.map(({ message, place }) => `! ${place ? `${place}: ` : ''}${message}`),
    ...(plan.moreWarnings > 0 ? [`! ${plan.moreWarnings} more warnings are not listed.`] : []),
    ...plan.clashes.flatMap(choicesOf),
    `${what}: ${plan.operations} operations${names}; ${counts}.`,
  ].join('\n');
}

const lineOf = ({ method, pathTemplate, name, aliases }: Line): string =>
  `${method} ${pathTemplate} ${[name, ...aliases].join(' = ')}`;

const losing = (scopes: number): string =>
  scopes === 0 ? '' : `, leaves ${scopes} scope${scopes === 1 ? '' : 's'}`;

const choicesOf = ({ method, kept, candidates }: Plan['clashes'][number]): string[] =>
  kept === null
    ? candidates.map(({ name, pathTemplate }) => `? --keep '${method} ${pathTemplate}=${name}'`)
    : [];
