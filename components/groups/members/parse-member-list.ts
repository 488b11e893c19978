import { endOfDay } from '@/components/format/end-date';
import { mailboxOf } from '@/domain/base/email';
import type { Role } from './member-edits';

export type ListedMember = {
  line: number;
  /** Email, slug or id, as written. */
  reference: string;
  role: Role | null;
  /** ISO time; null where the line names none. */
  expiresAt: string | null;
};
export type ListProblem = { line: number; text: string; message: string };

const HEADER = /^(e-?mail|identity|member|person|slug|user|id)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}/;
const roles: Record<string, Role | null> = { member: 'member', lead: 'lead', '': null };

/**
 * Reads pasted text or a CSV file: a line is either `email,role,until` or any number of emails and
 * slugs between commas. Mail programs' `Ada <ada@example.com>` is understood too.
 */
export function parseMemberList(
  text: string,
  nowMs = Date.now(),
): { members: ListedMember[]; problems: ListProblem[]; isTable: boolean } {
  const members = new Map<string, ListedMember>();
  const problems: ListProblem[] = [];
  let isTable = false;
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const cells = cellsOf(content);
    if (cells.every((cell) => cell === '')) continue;
    if (members.size === 0 && HEADER.test(cells[0] ?? '')) isTable = true;
    else if (!isTable && !isRow(cells)) {
      for (const reference of cells.filter(Boolean)) {
        keep(members, { line, reference, role: null, expiresAt: null });
      }
    } else {
      const row = readRow(line, cells, nowMs);
      if (typeof row === 'string') problems.push({ line, text: content.trim(), message: row });
      else keep(members, row);
    }
  }
  return { members: [...members.values()], problems, isTable };
}

const isRow = (cells: string[]) =>
  cells.length > 1 && ((cells[1] ?? '').toLowerCase() in roles || DATE.test(cells[2] ?? ''));

/** One line of `email,role,until`, or what is wrong with it. */
function readRow(line: number, cells: string[], nowMs: number): ListedMember | string {
  const [reference = '', roleText = '', until = ''] = cells;
  const role = roles[roleText.toLowerCase()];
  if (role === undefined) return `“${roleText}” is no role: write member or lead.`;
  const expiresAt = until === '' ? null : timeOf(until);
  if (until !== '' && expiresAt === null) return `“${until}” is no date: write 2026-12-31.`;
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return 'The end date has passed.';
  return { line, reference, role, expiresAt };
}

/** Whoever is named twice counts as on the first line. */
function keep(members: Map<string, ListedMember>, member: ListedMember) {
  const key = member.reference.toLowerCase();
  if (!members.has(key)) members.set(key, member);
}

const WHOLE_IN_QUOTES = /"([^"]*<[^<>"]+>)"/g;
const QUOTED_NAME = /"[^"]*"\s*(?=<)/g;
const SLUG_OR_ID = /^[a-z0-9_-]+$/;

/** Splits a line; the comma in `Byron, Ada <ada@example.com>` is part of a name. */
function cellsOf(content: string): string[] {
  const text = content.replaceAll(WHOLE_IN_QUOTES, '$1').replaceAll(QUOTED_NAME, '');
  return text.split(/[;\t]/).flatMap((part) => {
    const cells: string[] = [];
    for (const cell of part.split(',').map((each) => each.trim().replaceAll(/^"|"$/g, '').trim())) {
      if (cell.endsWith('>')) {
        while (isPartOfName(cells.at(-1))) cells.pop();
        cells.push(mailboxOf(cell));
      } else cells.push(cell);
    }
    return cells;
  });
}

/** Slugs and ids are lower-case and of one word, so a name before an address shows as one. */
const isPartOfName = (cell: string | undefined) =>
  cell !== undefined && cell !== '' && !cell.includes('@') && !SLUG_OR_ID.test(cell);

function timeOf(text: string): string | null {
  if (text.length === 10) return endOfDay(text);
  const timeMs = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? null : new Date(timeMs).toISOString();
}
