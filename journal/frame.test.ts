import { expect, it } from 'vitest';
import { decodeFrame, FrameDraft, findFrame, markFrame, segmentMark } from './frame';

const mark = segmentMark('segment-one');

/** A frame of a segment, with these decision and use lines. */
function frameOf(lines: string[], uses = '', ofSegment = mark): Buffer {
  const draft = new FrameDraft();
  for (const line of lines) draft.addRow(line);
  const frame = Buffer.from(draft.finish(uses));
  markFrame(frame, ofSegment);
  return frame;
}

it('reads what was written, and where the next frame begins', () => {
  const bytes = Buffer.concat([
    frameOf(['one\n', 'zwö\n'], 'tok_1\t1\t2\t3\n'),
    frameOf(['two\n']),
  ]);
  const first = decodeFrame(bytes, 0, 1_000, mark);
  expect(first?.rows.toString()).toBe('one\nzwö\n');
  expect(first?.uses.toString()).toBe('tok_1\t1\t2\t3\n');
  const second = decodeFrame(bytes, (first?.end ?? 0) - 1_000, 1_000, mark);
  expect(second?.rows.toString()).toBe('two\n');
  expect(second?.end).toBe(1_000 + bytes.length);
});

it('takes a frame in which any one bit is another for none', () => {
  const whole = frameOf(['a decision\n'], 'tok_1\t1\t2\t3\n');
  for (let at = 0; at < whole.length; at += 1) {
    for (const bit of [1, 128]) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ bit;
      expect(decodeFrame(damaged, 0, 0, mark), `byte ${at}, bit ${bit}`).toBeNull();
    }
  }
});

it('takes a frame that is torn off for none, wherever it is', () => {
  const whole = frameOf(['a decision\n', 'another\n']);
  for (let length = 0; length < whole.length; length += 1) {
    expect(decodeFrame(whole.subarray(0, length), 0, 0, mark)).toBeNull();
  }
});

it('never takes what an earlier segment left in the file for its own', () => {
  const left = frameOf(['long shipped\n'], '', segmentMark('segment-zero'));
  expect(decodeFrame(left, 0, 0, mark)).toBeNull();
  const own = frameOf(['its own\n']);
  expect(findFrame(Buffer.concat([left, own]), 0, mark)).toBe(left.length);
});
