import { amountOf, describeConsequence } from '@/domain/configuration/effect-words';
import type { Plan } from '@/domain/configuration/plan-view';

type Change = Plan['changes'][number];

const SIGNS = { create: '+', update: '~', delete: '-' } as const;

/** A plan for people: every change with its fields, then what becomes of tokens, then the counts. */
export function describeConfiguration(plan: Plan, isApplied: boolean): string {
  const { changes, counts, held, consequences } = plan;
  if (changes.length === 0) return 'Nothing to change: everything is as the file says.';
  const waiting =
    held > 0
      ? [`${amountOf(held, 'deletion')} held back: give --prune to delete them as well.`]
      : [];
  const sums = `${counts.create} to create, ${counts.update} to update, ${counts.delete} to delete.`;
  const done = `${counts.create} created, ${counts.update} updated, ${counts.delete} deleted.`;
  return [
    ...changes.flatMap(describeChange),
    ...(consequences ?? []).map((one) => `! ${one.group}: ${describeConsequence(one)}`),
    ...waiting,
    isApplied ? `Applied: ${done}` : `Plan: ${sums}`,
  ].join('\n');
}

const describeChange = ({
  verb,
  kind,
  name,
  fields,
  moreFields,
  effect,
  held,
}: Change): string[] => [
  `${SIGNS[verb]} ${kind} ${name}${held ? ' (held back without --prune)' : ''}`,
  ...fields.map(describeField),
  ...(moreFields > 0 ? [`    and ${moreFields} more`] : []),
  ...(effect === null ? [] : [`    ! ${effect}`]),
];

function describeField({ name, before, after }: Change['fields'][number]): string {
  if (before === null) return `    + ${name}: ${after ?? ''}`;
  if (after === null) return `    - ${name}: ${before}`;
  return `    ~ ${name}: ${before} → ${after}`;
}
