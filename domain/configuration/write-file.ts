import { stringify } from 'yaml';

const HEAD = `# Keyward, as code: "keyward plan -f FILE" says what applying this file would change.
# A section or field that is left out is left alone; nothing is deleted without --prune.
`;

/** What `readAll` has read, as the text of a file: the same state always gives the same bytes. */
export const writeFile = (said: ReadonlyMap<string, unknown>): string =>
  `${HEAD}${stringify(said, { lineWidth: 0, indentSeq: true, aliasDuplicateObjects: false })}`;
