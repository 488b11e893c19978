import { z } from 'zod';
import type { ImportedOperation } from '@/domain/openapi/api-document';
import type { ImportPlan } from './import-plan';
import { importWarningSchema, toWarnings } from './import-warnings';

const line = z.object({
  name: z.string(),
  method: z.string(),
  pathTemplate: z.string(),
  /** Other names for the same requests. */
  aliases: z.array(z.string()),
});

export const importPlanSchema = z.object({
  /** Operations from documents after the import. */
  operations: z.number(),
  /** Names of those: operations that no request tells apart are one with several names. */
  names: z.number(),
  added: z.array(line),
  removed: z.array(line.extend({ scopesLosing: z.number() })),
  changed: z.array(
    line.extend({
      before: z.object({ method: z.string(), pathTemplate: z.string() }),
      scopesLosing: z.number(),
    }),
  ),
  unchanged: z.number(),
  /** Equivalent paths. While `kept` is null none of them is imported: send `keep` with a name. */
  clashes: z.array(
    z.object({
      method: z.string(),
      kept: z.string().nullable(),
      candidates: z.array(z.object({ name: z.string(), pathTemplate: z.string() })),
    }),
  ),
  /** Where the document says the API is reached, and the variables in that. */
  servers: z.array(
    z.object({
      url: z.string(),
      hosts: z.array(z.string()),
      basePaths: z.array(z.string()),
      variables: z.array(
        z.object({ name: z.string(), default: z.string(), values: z.array(z.string()) }),
      ),
    }),
  ),
  /** Operations that the document declares with `security: []`: public only where the import says so. */
  suggestedPublic: z.array(z.string()),
  /** Those of them that are public already; absent in answers of older versions. */
  alreadyPublic: z.array(z.string()).optional(),
  /** All that is to be known, the most important first. */
  warnings: z.array(importWarningSchema),
  /** How many more there are than are listed. */
  moreWarnings: z.number(),
  document: z.object({
    title: z.string(),
    version: z.string(),
    specification: z.string(),
    hosts: z.array(z.string()),
    basePath: z.string(),
  }),
});

export function toPlanView(plan: ImportPlan): z.output<typeof importPlanSchema> {
  const { diff, document, imported, scopesLosing } = plan;
  const aliases = imported.reduce((sum, operation) => sum + operation.aliases.length, 0);
  return {
    suggestedPublic: [...plan.suggestedPublic],
    alreadyPublic: [...plan.alreadyPublic],
    operations: imported.length,
    names: imported.length + aliases,
    added: diff.added.map(asLine),
    removed: diff.removed.map((operation) => ({
      ...asLine(operation),
      scopesLosing: scopesLosing.get(operation.id) ?? 0,
    })),
    changed: diff.changed.map(({ before, after }) => ({
      ...asLine(after),
      before: { method: before.method, pathTemplate: before.pathTemplate },
      scopesLosing: scopesLosing.get(before.id) ?? 0,
    })),
    unchanged: imported.length - diff.added.length - diff.changed.length,
    clashes: plan.choices.map(({ clash, kept }) => ({
      method: clash.method,
      kept: kept?.operationId ?? null,
      candidates: clash.candidates.map(({ operationId: name, pathTemplate }) => ({
        name,
        pathTemplate,
      })),
    })),
    servers: document.servers.map(({ url, hosts, basePaths, variables }) => ({
      url,
      hosts: [...hosts],
      basePaths: [...basePaths],
      variables: variables.map((variable) => ({ ...variable, values: [...variable.values] })),
    })),
    ...toWarnings(document, plan.warnings),
    document: {
      title: document.title,
      version: document.version,
      specification: document.specification,
      hosts: [...new Set(document.servers.flatMap((server) => server.hosts))],
      basePath: document.servers.flatMap((server) => server.basePaths)[0] ?? '/',
    },
  };
}

const asLine = (
  operation: Pick<ImportedOperation, 'operationId' | 'method' | 'pathTemplate' | 'aliases'>,
) => ({
  name: operation.operationId,
  method: operation.method,
  pathTemplate: operation.pathTemplate,
  aliases: [...operation.aliases],
});
