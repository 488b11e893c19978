const of =
  (file, ...tests) =>
  (name, find, replace) => ({
    file: `journal/${file}.ts`,
    name,
    find,
    replace,
    tests,
  });
const segment = of('segment', 'journal/synced.test.ts');
const frame = of('frame', 'journal/frame.test.ts');
const folder = of('record/denial-aggregator', 'journal/record/denial-aggregator.test.ts');
const ship = of('ship-lines', 'verifier/journal.test.ts');

export const JOURNAL = [
  segment(
    'a decision is recorded before it is synced',
    'fdatasync(this.fd, (syncError) => {\n        if (!syncError) this.durableBytes += bytes.length;\n        done(syncError);\n      });',
    'this.durableBytes += bytes.length;\n      done(null);\n      fdatasync(this.fd, () => undefined);',
  ),
  segment(
    'a failed sync counts as one',
    'if (!syncError) this.durableBytes += bytes.length;\n        done(syncError);',
    'this.durableBytes += bytes.length;\n        done(null);',
  ),
  segment(
    'what is not synced is shipped',
    'write(this.fd, bytes, from, bytes.length - from, this.durableBytes + from,',
    'const begun = this.durableBytes + from;\n    this.durableBytes = begun + bytes.length;\n    write(this.fd, bytes, from, bytes.length - from, begun,',
  ),
  segment(
    'the name of a new segment is not synced',
    "const fd = await openFd(pathOf(directory, id), 'wx', 0o600);\n    await syncDirectory(directory);",
    "const fd = await openFd(pathOf(directory, id), 'wx', 0o600);",
  ),
  segment(
    'the name of a file written over is not synced',
    "const fd = await openFd(pathOf(directory, id), 'r+');\n    await syncDirectory(directory);",
    "const fd = await openFd(pathOf(directory, id), 'r+');",
  ),
  frame(
    'nobody looks at the checksum of a frame',
    'if (checksum(bytes.subarray(at, end)) !== bytes.readUInt32LE(at + CHECKSUM_AT)) return null;',
    '',
  ),
  frame(
    'a frame of an earlier segment is one of this',
    'bytes.compare(mark, 0, MARK_BYTES, at, at + MARK_BYTES) === 0',
    'bytes.compare(mark, 0, 4, at, at + 4) === 0',
  ),
  frame(
    'the checksum does not cover the lengths',
    '(crc32(frame.subarray(FRAME_HEADER_BYTES)) ^ lengths) >>> 0',
    '(crc32(frame.subarray(FRAME_HEADER_BYTES)) ^ (lengths * 0)) >>> 0',
  ),
  ship('what was shipped is shipped again', 'if (shipped !== from) {', 'if (false) {'),
  ship('the position stays where it was', 'await client.query(MOVE, [segmentId, to]);', ''),
  folder(
    'decisions about known tokens are folded',
    "if (code !== 'token_malformed' && code !== 'token_unknown') {",
    'if (false) {',
  ),
  folder('a flood is recorded one by one', 'if (window.singles < SINGLE_ROWS) {', 'if (true) {'),
  folder(
    'refusals that can’t be recorded are answered',
    'if (!this.inner.isHealthy()) {',
    'if (false) {',
  ),
];
