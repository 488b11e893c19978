import { isRefusal } from '@/domain/base/refusal';
import { readFile } from '@/domain/configuration/read-file';

const withoutFolder = (path: string): string => path.split('/').at(-1) ?? path;

/**
 * Documents by the paths that a file has for them: a browser tells no folders. Where two paths of the
 * file end alike, neither is guessed.
 * @param documents by their names without a folder
 */
export function asTheFileNames(sent: {
  readonly file: string;
  readonly documents: Readonly<Record<string, string>>;
}): Record<string, string> {
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
