import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { signCheckpoint } from '@/domain/ledger/checkpoint';
import { signDecisionCheckpoint } from '@/domain/seals/decision-checkpoint';
import { readCheckpoints } from './audit-checkpoints';

const file = join(mkdtempSync(join(tmpdir(), 'checkpoints-')), 'kept.json');
const checkpoint = signCheckpoint('a server secret of at least thirty-two characters', {
  seq: 7,
  hash: 'a'.repeat(64),
  at: '2026-11-25T12:00:00.000000Z',
});
const read = (content: string) => {
  writeFileSync(file, content);
  return readCheckpoints([file]);
};

it('checkpoints are read from an answer, from its items, or one alone', async () => {
  for (const kept of [{ items: [checkpoint], nextCursor: null }, [checkpoint], checkpoint]) {
    expect(await read(JSON.stringify(kept))).toEqual({ changes: [checkpoint], decisions: [] });
  }
});

it('checkpoints of decisions are told from those of changes, in whichever file they are', async () => {
  const { seq, hash, at } = checkpoint;
  const decision = signDecisionCheckpoint('a server secret of at least thirty-two characters', {
    ...{ verifier: 'eu-1', seq, hash, at },
  });
  expect(await read(JSON.stringify([decision, checkpoint]))).toEqual({
    changes: [checkpoint],
    decisions: [decision],
  });
});

it('a file without a checkpoint is refused, never taken for one that holds', async () => {
  const others = ['', '{}', '[]', '{"items":[]}', '{"items":[{}]}', 'null'];
  for (const content of [...others, JSON.stringify({ ...checkpoint, seq: 0 })]) {
    await expect(read(content)).rejects.toThrow('GET /api/v1/audit/checkpoints');
  }
  await expect(readCheckpoints([`${file}.gone`])).rejects.toThrow('does not exist');
});
