import { describe, expect, it } from 'vitest';
import { type Claims, claimAt } from '@/domain/issuers/claim-at';
import { checkClaims } from './claims';
import { GITHUB_JOB, GITHUB_RULE, GITLAB_JOB, GITLAB_RULE } from './testing/claim-fixtures';
import { GITHUB_ISSUER, GITLAB_ISSUER, identifies, presetOf } from './workload-facts';

const NOW = 1_800_000_000;
const audience = 'https://keyward.example.com';
const times = { iat: NOW - 10, nbf: NOW - 10, exp: NOW + 290 };
const github = { issuer: GITHUB_ISSUER, audience, claims: GITHUB_RULE };
const gitlab = { issuer: GITLAB_ISSUER, audience, claims: GITLAB_RULE };

/** The claims that fail, for a job that differs in these. */
const failing = (job: Claims, terms: typeof github | typeof gitlab, other: Claims = {}) =>
  checkClaims({ ...job, ...times, ...other }, terms, NOW)?.mismatches.map(({ claim }) => claim) ??
  [];

describe('a job of GitHub', () => {
  const environment = { ...GITHUB_RULE, environment: 'production', ref: 'refs/heads/main' };

  it.each<[what: string, other: Claims]>([
    ['with the classic sub', {}],
    ['with the immutable sub', { sub: 'repo:acme@65/shop@74:ref:refs/heads/main' }],
    [
      'of a renamed repository',
      { repository: 'acme/store', sub: 'repo:acme@65/store@74:ref:refs/heads/main' },
    ],
    ['of a renamed owner', { repository_owner: 'acme-inc', repository: 'acme-inc/shop' }],
    ['with its audience in a list of one', { aud: [audience] }],
  ])('%s fits the rule by ids', (_, other) => {
    expect(failing(GITHUB_JOB, github, other)).toEqual([]);
  });

  it.each<[what: string, other: Claims, claims: string[]]>([
    ['by another event', { event_name: 'workflow_dispatch' }, ['event_name']],
    [
      'by a pull request',
      { event_name: 'pull_request', ref: 'refs/pull/7/merge', sub: 'repo:acme/shop:pull_request' },
      ['ref', 'event_name'],
    ],
    [
      'of a fork',
      {
        repository_id: '99',
        repository: 'eve/shop',
        repository_owner_id: '66',
        repository_owner: 'eve',
      },
      ['repository_id', 'repository_owner_id'],
    ],
    ['of a new repository under the old name', { repository_id: '75' }, ['repository_id']],
    ['on another branch', { ref: 'refs/heads/main2' }, ['ref']],
    ['on a tag called like the branch', { ref: 'refs/tags/main' }, ['ref']],
    ['whose ids are numbers', { repository_id: 74 }, ['repository_id']],
    ['without an event', { event_name: undefined }, ['event_name']],
    ['for several audiences', { aud: [audience, 'https://other.example.com'] }, ['aud']],
    ['for another audience', { aud: `${audience}/` }, ['aud']],
    ['of another issuer', { iss: `${GITHUB_ISSUER}/` }, ['iss']],
  ])('%s does not', (_, other, claims) => {
    expect(failing(GITHUB_JOB, github, other)).toEqual(claims);
  });

  it('in an environment fits a rule that names it, and none other does', () => {
    const terms = { ...github, claims: environment };
    const inIt = { environment: 'production', sub: 'repo:acme@65/shop@74:environment:production' };
    expect(failing(GITHUB_JOB, terms, inIt)).toEqual([]);
    expect(failing(GITHUB_JOB, terms, { environment: 'staging' })).toEqual(['environment']);
    expect(failing(GITHUB_JOB, terms)).toEqual(['environment']);
  });
});

describe('a job of GitLab', () => {
  it('fits the rule by ids', () => expect(failing(GITLAB_JOB, gitlab)).toEqual([]));

  it.each<[what: string, other: Claims, claims: string[]]>([
    ['whose branch is not protected', { ref_protected: 'false' }, ['ref_protected']],
    ['whose ref_protected is no string', { ref_protected: true }, ['ref_protected']],
    ['of a fork', { project_id: '21', namespace_id: '73' }, ['project_id', 'namespace_id']],
    ['moved to another namespace', { namespace_id: '80' }, ['namespace_id']],
    ['on another branch', { ref: 'main-2' }, ['ref']],
  ])('%s does not', (_, other, claims) => {
    expect(failing(GITLAB_JOB, gitlab, other)).toEqual(claims);
  });
});

describe('the times of a JWT', () => {
  it.each<[what: string, other: Claims, reason: string | null]>([
    ['that expired within the leeway', { exp: NOW - 29 }, null],
    ['that expired before it', { exp: NOW - 30 }, 'jwt_expired'],
    ['without an end', { exp: undefined }, 'jwt_expired'],
    ['with an end that is a text', { exp: String(NOW + 300) }, 'jwt_expired'],
    ['with an end that no calendar has', { exp: 1e300 }, 'jwt_expired'],
    ['good for longer than a day', { exp: NOW + 86_401 }, 'jwt_lasts_too_long'],
    ['not good yet, within the leeway', { nbf: NOW + 30 }, null],
    ['not good yet', { nbf: NOW + 31 }, 'jwt_early'],
    ['made in the future', { iat: NOW + 31 }, 'jwt_early'],
    ['good from a text on', { nbf: 'now' }, 'jwt_early'],
    ['without nbf and iat', { nbf: undefined, iat: undefined }, null],
  ])('%s', (_, other, reason) => {
    const claims = { ...GITHUB_JOB, ...times, ...other };
    expect(checkClaims(claims, github, NOW)?.reason ?? null).toBe(reason);
  });
});

it('says of each claim what was expected and what came, as JSON', () => {
  const failure = checkClaims(
    { ...GITLAB_JOB, ...times, ref_protected: true, ref: undefined },
    gitlab,
    NOW,
  );
  expect(failure).toEqual({
    reason: 'claim_mismatch',
    mismatches: [
      { claim: 'ref', expected: '"main"', got: null },
      { claim: 'ref_protected', expected: '"true"', got: 'true' },
    ],
  });
});

it('finds a claim inside others by a JSON Pointer, and nothing that is only inherited', () => {
  const claims = { 'kubernetes.io': { namespace: 'shop', 'a/b~c': 'x' }, groups: ['a'] };
  expect(claimAt(claims, '/kubernetes.io/namespace')).toBe('shop');
  expect(claimAt(claims, '/kubernetes.io/a~1b~0c')).toBe('x');
  expect(claimAt(claims, '/kubernetes.io/namespace/length')).toBeUndefined();
  expect(claimAt(claims, '/groups/0')).toBeUndefined();
  expect(claimAt(claims, 'constructor')).toBeUndefined();
  expect(claimAt(claims, '__proto__')).toBeUndefined();
});

it.each<[issuer: string, claim: string, holds: boolean]>([
  [GITHUB_ISSUER, 'repository_id', true],
  [GITHUB_ISSUER, 'sub', true],
  [GITHUB_ISSUER, 'workflow', false],
  [GITHUB_ISSUER, 'actor', false],
  [`${GITHUB_ISSUER}/acme`, 'event_name', false],
  [GITLAB_ISSUER, 'project_id', true],
  [GITLAB_ISSUER, 'user_login', false],
  ['https://issuer.example.com', 'ref', false],
  ['https://issuer.example.com', 'client_id', true],
])('for %s, %s names a workload: %s', (issuer, claim, holds) => {
  expect(identifies(presetOf(issuer, 'oidc'), { [claim]: 'x' })).toBe(holds);
});
