import { describe, expect, it } from 'vitest';
import { readableLine } from './log-line';

const record = (level: number, extra = {}) =>
  JSON.stringify({ level, time: 1, role: 'worker', msg: 'feed lost', ...extra });

describe('readableLine', () => {
  it('leaves out a record that only says that all is well', () => {
    expect(readableLine(record(30), false)).toBeNull();
  });

  it('shows a warning as its message and its cause', () => {
    expect(readableLine(record(40, { err: { message: 'refused' } }), false)).toBe(
      'feed lost: refused',
    );
    expect(readableLine(record(50, { error: 'no way: refused' }), false)).toBe(
      'feed lost: no way: refused',
    );
    expect(readableLine(record(50, { error: {} }), false)).toBe('feed lost');
    expect(readableLine(record(50), false)).toBe('feed lost');
  });

  it('shows every record whole to somebody who has chosen a log level', () => {
    expect(readableLine(record(20), true)).toBe(record(20));
  });

  it.each(['plain text', '{ not json', '{"answer":42}'])('shows %s as it came', (line) => {
    expect(readableLine(line, false)).toBe(line);
  });
});
