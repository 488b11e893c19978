import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GENESIS_HASH } from '@/domain/ledger/verify-chain';
import { batchHash } from './batch-hash';
import { isDecisionCheckpointSigned } from './decision-checkpoint';
import { leafHash, treeRoot } from './merkle-tree';
import { isTombstoneSigned } from './tombstone';

const page = readFileSync('docs/audit-chain.md', 'utf8');
const vectors = page.slice(page.indexOf('## Test vectors'));
const [empty, denied, root, hash] = [...vectors.matchAll(/\b[0-9a-f]{64}\b/g)].map(([hex]) => hex);

it('the leaves, the root and the batch of the page hash to what it says', () => {
  const leaves = [leafHash(Buffer.from('')), leafHash(Buffer.from('\\N\tdenied'))];
  expect(leaves.map((leaf) => leaf.toString('hex'))).toEqual([empty, denied]);
  expect(treeRoot(Buffer.concat(leaves)).toString('hex')).toBe(root);
  const named = { id: 42, verifier: 'eu-1', seq: 1, day: '2026-01-31', rows: 2 };
  const batch = { ...named, root: root ?? '', sealedAt: '2026-01-31T08:15:30.123456Z' };
  expect(batchHash(GENESIS_HASH, batch)).toBe(hash);
});

it('its checkpoint is signed by the key it names', () => {
  const checkpoint = {
    ...{ verifier: 'eu-1', seq: 1, hash: hash ?? '', at: '2026-01-31T08:15:30.123456Z' },
    keyId: /ed25519:[\w-]{43}/.exec(vectors)?.[0] ?? '',
    signature: /\b[\w-]{86}\b/.exec(vectors)?.[0] ?? '',
  };
  expect(isDecisionCheckpointSigned(checkpoint)).toBe(true);
  expect(isDecisionCheckpointSigned({ ...checkpoint, seq: 2 })).toBe(false);
});

it('so is its tombstone', () => {
  const chain = { verifier: 'eu-1', from: 1, to: 1, batches: 1, rows: 2, hash: hash ?? '' };
  const stone = {
    ...{ seq: 1, day: '2026-01-31', chains: [chain], unsealed: 0 },
    at: '2026-03-15T00:43:00.123456Z',
    keyId: /ed25519:[\w-]{43}/.exec(vectors)?.[0] ?? '',
    signature: [...vectors.matchAll(/`([\w-]{86})`/g)][1]?.[1] ?? '',
  };
  expect(isTombstoneSigned(stone)).toBe(true);
  expect(isTombstoneSigned({ ...stone, unsealed: 1 })).toBe(false);
  expect(isTombstoneSigned({ ...stone, chains: [{ ...chain, rows: 3 }] })).toBe(false);
});
