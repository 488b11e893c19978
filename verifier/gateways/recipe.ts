import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pages = fileURLToPath(new URL('../../docs/gateways', import.meta.url));

/**
 * The only code block of a language on a page of docs/gateways, with addresses replaced. It is what
 * a reader copies: a text to replace that the block does not hold fails, or page and test would drift.
 */
export function recipe(
  page: string,
  language: string,
  replacements: Readonly<Record<string, string>>,
): string {
  const blocks = readFileSync(`${pages}/${page}.md`, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms);
  const found = [...blocks].filter((block) => block[1] === language);
  const block = found[0]?.[2];
  if (block === undefined || found.length !== 1) {
    throw new Error(`docs/gateways/${page}.md has ${found.length} blocks in ${language}, not one`);
  }
  return Object.entries(replacements).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${page}.md no longer has ${JSON.stringify(from)}`);
    return text.replaceAll(from, to);
  }, block);
}
