import type { z } from 'zod';
import { type Actor, systemActor } from '@/domain/base/actor';
import { OPERATION_NAMES, type OperationName } from '@/domain/base/operation-names';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { applyConfiguration } from '@/domain/configuration/apply-configuration';
import { exportConfiguration } from '@/domain/configuration/export-configuration';
import { planConfiguration } from '@/domain/configuration/plan-configuration';
import { contextOf, type World } from './world';

type Options = Partial<z.input<typeof applyConfiguration.input>> & { readonly by?: Actor };

/** The installation as a file. */
export async function exported({ db }: Pick<World, 'db'>): Promise<string> {
  const actor = systemActor('test', [...OPERATION_NAMES] as OperationName[]);
  const answer = await runQuery(exportConfiguration, { db, actor }, {});
  if (!answer.ok) throw new Error(answer.message);
  return answer.value.file;
}

export const plan = ({ db, administrator }: World, file: string, options: Options = {}) => {
  const { by: actor = administrator, ...rest } = options;
  return runQuery(planConfiguration, { db, actor }, { file, ...rest });
};

/** A plan that can be made, line by line: sign, kind, name, and what fields become. */
export async function planned(world: World, file: string, options: Options = {}) {
  const answer = await plan(world, file, options);
  if (!answer.ok) throw new Error(answer.message);
  const signs = { create: '+', update: '~', delete: '-' };
  return {
    ...answer.value,
    lines: answer.value.changes.map(
      ({ verb, kind, name, held }) => `${signs[verb]} ${kind} ${name}${held ? ' (held)' : ''}`,
    ),
  };
}

export const apply = ({ db, administrator }: World, file: string, options: Options = {}) => {
  const { by = administrator, ...rest } = options;
  return runCommand(applyConfiguration, contextOf(db, by), { file, ...rest });
};

/** Applies a file that must be accepted. */
export async function applied(world: World, file: string, options: Options = {}) {
  const result = await apply(world, file, options);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result;
}
