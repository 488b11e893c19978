import { expect, it } from 'vitest';
import { syslogFrame } from './syslog-frame';
import type { OcsfRecord } from './to-ocsf';

const record: OcsfRecord = {
  ...{ id: 'dec_1', kind: 'decision', at: '2026-01-31T08:15:30.123456Z', isFailure: false },
  event: { message: 'é “x” 😀 \n\u007f' },
};

it('counts its octets, and all of it is ASCII on one line', () => {
  const frame = syslogFrame(record, 'box');
  const [, count, message = ''] = /^(\d+) (.*)$/s.exec(frame) ?? [];
  expect(Buffer.byteLength(message)).toBe(Number(count));
  expect(message).toMatch(/^[\x20-\x7e]+$/);
  expect(message).toMatch(
    /^<86>1 2026-01-31T08:15:30\.123456Z box keyward - decision \[keyward@32473 id="dec_1" kind="decision"\] \{/,
  );
  expect(JSON.parse(message.slice(message.indexOf('] ') + 2))).toEqual(record.event);
});

it('warns of a refusal', () => {
  expect(syslogFrame({ ...record, isFailure: true }, 'box')).toMatch(/^\d+ <84>1 /);
});

it('lets no id or host name break out of its field', () => {
  const frame = syslogFrame({ ...record, id: 'a"]\\b' }, 'a b\nc');
  expect(frame).toContain(' abc keyward ');
  expect(frame).toContain(String.raw`id="a\"\]\\b"`);
  expect(syslogFrame(record, ' ')).toContain('Z - keyward');
});
