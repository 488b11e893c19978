import { mayEverywhere } from '@/app/server/rights';
import type { Actor } from '@/domain/base/actor';
import { isRefusal } from '@/domain/base/refusal';
import { readFile } from '@/domain/configuration/read-file';

interface Sent {
  readonly file: string;
  readonly documents: Readonly<Record<string, string>>;
}

/** What goes with the file; for whoever is refused anyway, nothing of it is read. */
export const documentsOf = (
  actor: Actor,
  asked: Parameters<typeof mayEverywhere>[1],
  sent: Sent,
): Record<string, string> => (mayEverywhere(actor, asked) ? asTheFileNames(sent) : {});

const withoutFolder = (path: string): string => path.split('/').at(-1) ?? path;

/**
 * Documents by the paths that a file has for them: a browser tells no folders. Where two paths of the
 * file end alike, neither is guessed.
 * @param documents by their names without a folder
 */
export function asTheFileNames(sent: Sent): Record<string, string> {
  const chosen = new Map(Object.entries(sent.documents));
  if (chosen.size === 0) return {};
  const read = readFile(sent.file);
  // What is wrong with the file, its plan says.
  if (isRefusal(read)) return {};
  const paths = new Set(
    Object.values(read.file.apis ?? {}).flatMap(({ openapi }) => (openapi ? [openapi.file] : [])),
  );
  return Object.fromEntries(
    [...paths].flatMap((path) => {
      const name = withoutFolder(path);
      const text = chosen.get(name);
      const isAlone = [...paths].filter((other) => withoutFolder(other) === name).length === 1;
      return text !== undefined && isAlone ? [[path, text] as const] : [];
    }),
  );
}
