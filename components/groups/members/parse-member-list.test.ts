import { describe, expect, test } from 'vitest';
import { endOfDay } from '@/components/format/end-date';
import { parseMemberList } from './parse-member-list';

const now = Date.parse('2026-06-01T00:00:00Z');
const references = (text: string) =>
  parseMemberList(text, now).members.map((member) => member.reference);

describe('a pasted list', () => {
  test('is read by commas and lines alike', () => {
    expect(references('ada@example.com, deploy-bot\n\nmax@example.com,')).toEqual([
      'ada@example.com',
      'deploy-bot',
      'max@example.com',
    ]);
  });

  test('may come from a mail program', () => {
    expect(references('Ada Lovelace <ada@example.com>; "Max" <max@example.com>')).toEqual([
      'ada@example.com',
      'max@example.com',
    ]);
  });

  test('may have names with a comma, quoted or not, between other references', () => {
    const copied = [
      'Byron, Ada <ada@example.com>, deploy-bot, "Moore, Grace" <grace@example.com>',
      "O'Brien, Pat <o'brien@example.com>; root@localhost",
      '"de Vries, Jan <jan@example.com>"',
    ];
    expect(references(copied.join('\n'))).toEqual([
      'ada@example.com',
      'deploy-bot',
      'grace@example.com',
      "o'brien@example.com",
      'root@localhost',
      'jan@example.com',
    ]);
  });

  test('names nobody twice, whatever the case', () => {
    expect(references('Ada@example.com\nada@example.com')).toEqual(['Ada@example.com']);
  });
});

describe('a CSV file', () => {
  test('has email, role and until, with or without a header', () => {
    const rows = 'ada@example.com,lead,2026-12-31\r\nmax@example.com,member,\nbot,,';
    const expected = [
      { reference: 'ada@example.com', role: 'lead', expiresAt: endOfDay('2026-12-31') },
      { reference: 'max@example.com', role: 'member', expiresAt: null },
      { reference: 'bot', role: null, expiresAt: null },
    ];
    expect(parseMemberList(rows, now).members).toMatchObject(expected);
    expect(parseMemberList(`email,role,until\n${rows}`, now).members).toMatchObject(expected);
  });

  test('may name people as mail programs do', () => {
    const text =
      'email,role,until\n"Byron, Ada" <ada@example.com>,lead,\nMoore, Grace <g@x>,member,';
    expect(parseMemberList(text, now)).toMatchObject({
      members: [
        { reference: 'ada@example.com', role: 'lead' },
        { reference: 'g@x', role: 'member' },
      ],
      problems: [],
    });
  });

  test('may give the exact time, with an offset', () => {
    const zoned = parseMemberList('ada@example.com,member,2026-12-31T18:00:00+02:00', now);
    expect(zoned.members[0]?.expiresAt).toBe('2026-12-31T16:00:00.000Z');
  });

  test('may give the exact time', () => {
    const { members } = parseMemberList('ada@example.com,member,2026-12-31T18:00:00Z', now);
    expect(members[0]?.expiresAt).toBe('2026-12-31T18:00:00.000Z');
  });

  test('has its wrong lines named, and the others kept', () => {
    const text = [
      'email,role,until',
      'ada@example.com,owner,',
      'max@example.com,member,31.12.2026',
      'cora@example.com,member,2020-01-01',
      'otto@example.com,lead,',
    ].join('\n');
    const { members, problems } = parseMemberList(text, now);
    expect(members.map(({ line, reference }) => [line, reference])).toEqual([
      [5, 'otto@example.com'],
    ]);
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [2, '“owner” is no role: write member or lead.'],
      [3, '“31.12.2026” is no date: write 2026-12-31.'],
      [4, 'The end date has passed.'],
    ]);
  });
});

test('a day that does not exist is no end date', () => {
  expect(endOfDay('2026-02-31')).toBeNull();
  expect(endOfDay('tomorrow')).toBeNull();
});
