import { expect, it } from 'vitest';
import { z } from 'zod';
import { placeInput, placeSchema } from './place-input';

const github = { kind: 'github', owner: 'acme', repository: 'shop' };
const gitlab = { kind: 'gitlab', path: 'acme/billing' };
const vault = { kind: 'vault', url: 'https://vault.example.com', path: 'billing/deploy' };
const kubernetes = {
  ...{ kind: 'kubernetes', url: 'https://10.0.0.1:6443', namespace: 'shop', secret: 'keyward' },
};
const input = z.object({ place: placeInput() });

it.each([
  [{ ...kubernetes, namespace: 'a'.repeat(63), secret: 'keyward.token-1.eu' }],
  [{ ...kubernetes, namespace: '0', secret: `${'a'.repeat(251)}.b` }],
  [{ ...github, owner: 'a-cme--inc' }],
  [{ ...github, owner: 'mona_acme', repository: '.github' }],
  [{ ...gitlab, path: '4711' }],
  [{ ...gitlab, path: 'acme/sub_group/billing.api', environmentScope: 'review/*' }],
  [{ ...gitlab, path: 'acme/.gitlab' }],
  [{ ...gitlab, path: 'acme', scope: 'group' }],
  [{ ...vault, mount: 'teams/kv', namespace: 'teams/billing' }],
])('takes what the vendor takes: %j', (place) => {
  expect(input.safeParse({ place }).error?.issues).toBeUndefined();
});

it.each([
  ['namespace', { ...kubernetes, namespace: 'shop.eu' }],
  ['namespace', { ...kubernetes, namespace: 'a'.repeat(64) }],
  ['namespace', { ...kubernetes, namespace: 'shop-' }],
  ['namespace', { ...kubernetes, namespace: 'Shop' }],
  ['secret', { ...kubernetes, secret: 'keyward..token' }],
  ['secret', { ...kubernetes, secret: 'keyward.-token' }],
  ['secret', { ...kubernetes, secret: 'key_ward' }],
  ['owner', { ...github, owner: '-acme' }],
  ['owner', { ...github, owner: 'a'.repeat(40) }],
  ['owner', { ...github, owner: 'acme.inc' }],
  ['repository', { ...github, repository: 'shop.git' }],
  ['path', { ...gitlab, path: 'billing' }],
  ['path', { ...gitlab, path: 'acme/-billing' }],
  ['path', { ...gitlab, path: 'acme/billing.git' }],
  ['environmentScope', { ...gitlab, environmentScope: 'büro' }],
  ['mount', { ...vault, mount: 'sys/kv' }],
  ['namespace', { ...vault, namespace: 'teams/sys' }],
])('says at the field %s what the vendor would refuse: %j', (field, place) => {
  const issues = input.safeParse({ place }).error?.issues ?? [];
  expect(issues.map(({ path }) => path.join('.'))).toEqual([`place.${field}`]);
});

it('reads a place that was stored before a rule', () => {
  expect(placeSchema.safeParse({ ...kubernetes, namespace: 'shop.eu' }).success).toBe(true);
});
