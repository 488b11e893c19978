import { z } from 'zod';
import type { ApiDocument, ImportedOperation } from '@/domain/openapi/api-document';
import { FLAW_CODES, MAX_FLAWS } from '@/domain/openapi/api-document';
import type { Choice } from './choose-operations';

export const importWarningSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** JSON pointer or `line:column` in the document; empty where it is about the whole. */
  place: z.string(),
});
export type ImportWarning = z.output<typeof importWarningSchema>;

/** The most important first; codes that are not listed come last. */
const ORDER: readonly string[] = [
  'equivalent_paths',
  'operation_left_out',
  'base_path_differs',
  'base_path_repeated',
  'equivalent_path_dropped',
  'public_unconfirmed',
  'operation_blocked',
  'public_suggested',
  'operation_renamed',
  ...FLAW_CODES.filter((code) => code !== 'operation_left_out'),
];

/** What to know before an import, bounded, with how much more there is. */
export function toWarnings(
  document: ApiDocument,
  own: readonly ImportWarning[],
): { warnings: ImportWarning[]; moreWarnings: number } {
  const rank = new Map(ORDER.map((code, index) => [code, index]));
  const rankOf = ({ code }: ImportWarning) => rank.get(code) ?? ORDER.length;
  const all = [...own, ...document.flaws.listed].sort(
    (left, right) => rankOf(left) - rankOf(right),
  );
  const warnings = all.slice(0, MAX_FLAWS);
  return { warnings, moreWarnings: all.length - warnings.length + document.flaws.more };
}

/** What was left out of equivalent paths, and how to choose. */
export function choiceWarnings(choices: readonly Choice[]): ImportWarning[] {
  return choices.flatMap(({ clash, kept, asBefore }) => {
    const { method, candidates, place } = clash;
    if (kept === null) {
      const names = candidates.map(named).join(' or ');
      const message = `Left out until you choose which to keep, since no request tells these paths apart for ${method}: ${names}.`;
      return [{ code: 'equivalent_paths', message, place }];
    }
    return candidates
      .filter((candidate) => candidate !== kept)
      .map((candidate) => ({
        code: 'equivalent_path_dropped',
        message: `${method} ${named(candidate)} is left out: ${named(kept)} is kept${asBefore ? ', as before,' : ''} for the same requests.`,
        place,
      }));
  });
}

const named = ({ operationId, pathTemplate }: ImportedOperation): string =>
  `“${operationId}” (${pathTemplate})`;

/** Whether requests as the document describes them would be looked up under the API's base path. */
export function addressWarnings(
  basePath: string,
  document: ApiDocument,
  operations: readonly ImportedOperation[],
): ImportWarning[] {
  const place = document.specification === '2.0' ? '/basePath' : '/servers';
  const said = [...new Set(document.servers.flatMap((server) => server.basePaths))];
  const warnings: ImportWarning[] = [];
  if (said.length > 0 && !said.includes(basePath)) {
    const message = `The API’s base path is ${basePath}, the document says ${said.slice(0, 3).join(', ')}: requests sent there match none of these operations. Change the base path in the API’s settings.`;
    warnings.push({ code: 'base_path_differs', message, place });
  }
  const repeated = (template: string) =>
    template === basePath || template.startsWith(`${basePath}/`);
  if (
    basePath !== '/' &&
    operations.length > 0 &&
    operations.every((operation) => repeated(operation.pathTemplate))
  ) {
    const message = `Every path of the document begins with the API’s base path ${basePath}, which is put before it once more: requests would have to begin with ${basePath}${basePath}. Set the base path to / in the API’s settings.`;
    warnings.push({ code: 'base_path_repeated', message, place: '/paths' });
  }
  return warnings;
}
