import type { BlastRadius } from './blast-radius';
import { cappedWords, operationWords, subjectWord, targetWords } from './radius-words';

type Spanned = { count: number; denied: number; first: string; last: string };

/** The report as Markdown, for a ticket: times in UTC, nothing that a table or a link could be made of. */
export function radiusMarkdown(radius: BlastRadius, link?: string): string {
  const { subject } = radius;
  const name =
    subject.name === null || subject.name === subject.id ? '' : ` ${plain(subject.name)}`;
  return [
    `# Blast radius: ${subjectWord(subject).toLowerCase()}${name} (${plain(subject.id)})`,
    '',
    ...radiusLines(radius, link),
    '',
  ].join('\n');
}

/** The same below a heading of its own. */
export function radiusLines(radius: BlastRadius, link?: string): string[] {
  const { subject, from, to, count, denied, first, last } = radius;
  const capped = cappedWords(radius);
  return [
    `- From ${from} to ${to} (UTC, the end excluded)`,
    `- ${count} requests, ${denied} of them denied`,
    ...(first && last ? [`- First ${first}, last ${last}`] : []),
    ...(capped ? [`- ${capped}`] : []),
    ...(link ? [`- ${link}`] : []),
    ...section('Operations', radius.operations, operationWords),
    ...section('Targets', radius.targets, targetWords),
    ...section('Addresses', radius.addresses, ({ ip }) => ip),
    ...section('Agents', radius.agents, ({ userAgent }) => userAgent),
    ...section('Denials', radius.denials, ({ code }) => code),
    ...(subject.type === 'token' ? [] : section('Tokens', radius.tokens, tokenWords)),
    ...section(
      'Other tokens from the same addresses',
      { total: radius.others.items.length, items: radius.others.items },
      (other) => `${tokenWords(other)} from ${other.ips.join(', ')}`,
    ),
  ];
}

const tokenWords = (token: BlastRadius['tokens']['items'][number]) =>
  `${token.tokenName ?? ''}${token.last4 ? ` ••${token.last4}` : ''} (${token.tokenId}) of ${token.identityName ?? 'unknown'} in ${token.groupSlug ?? 'unknown'}`;

function section<Item extends Spanned>(
  title: string,
  { total, items }: { total: number; items: Item[] },
  words: (item: Item) => string,
): string[] {
  if (items.length === 0) return [];
  const more = total > items.length ? ` (the busiest ${items.length} of ${total})` : '';
  return [
    ...['', `**${title}**${more}`, ''],
    ...['| What | Requests | Denied | First | Last |', '| --- | ---: | ---: | --- | --- |'],
    ...items.map((item) => {
      const { count, denied, first, last } = item;
      return `| ${plain(words(item))} | ${count} | ${denied} | ${seconds(first)} | ${seconds(last)} |`;
    }),
  ];
}

const seconds = (at: string) => `${at.slice(0, 19)}Z`;

/** What others sent (paths, agents, names) must not become Markdown or HTML in somebody's ticket. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('<', '&lt;');
