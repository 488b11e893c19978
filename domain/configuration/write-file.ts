import { stringify } from 'yaml';
import { describeLeftOut } from './effect-words';
import type { LeftOut } from './plan-view';

const HEAD = `# Keyward, as code: "keyward plan -f FILE" says what applying this file would change.
# A section or field that is left out is left alone; nothing is deleted without --prune.
`;

/** What `readAll` has read, as the text of a file: the same state always gives the same bytes. */
export const writeFile = (said: ReadonlyMap<string, unknown>, leftOut: LeftOut = []): string =>
  `${HEAD}${leftOut.map((one) => `# ${describeLeftOut(one)}\n`).join('')}${stringify(said, {
    ...{ lineWidth: 0, indentSeq: true, aliasDuplicateObjects: false },
  })}`;
