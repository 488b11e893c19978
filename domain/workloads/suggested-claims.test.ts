import { expect, it } from 'vitest';
import { draftOf } from './suggested-claims';
import { GITHUB_JOB, GITHUB_RULE, GITLAB_JOB, GITLAB_RULE } from './testing/claim-fixtures';
import { identifies } from './workload-facts';

const claimsOf = (draft: ReturnType<typeof draftOf>) =>
  Object.fromEntries(draft.claims.map(({ name, value }) => [name, value]));

it('drafts a rule of GitHub by the ids, whichever form the sub has', () => {
  for (const sub of [GITHUB_JOB.sub, 'repo:acme@65/shop@74:ref:refs/heads/main']) {
    const draft = draftOf({ ...GITHUB_JOB, sub }, 'deploy-shop');
    expect(draft).toMatchObject({
      ...{ preset: 'github', slug: 'deploy-shop', name: 'acme/shop', issuer: GITHUB_JOB.iss },
      audience: GITHUB_JOB.aud,
    });
    expect(claimsOf(draft)).toEqual(GITHUB_RULE);
  }
});

it('names the environment of a job that has one, in place of its branch', () => {
  const draft = draftOf({ ...GITHUB_JOB, environment: 'production' }, null);
  const { ref: _, ...rest } = GITHUB_RULE;
  expect(claimsOf(draft)).toEqual({ ...rest, environment: 'production' });
});

it('drafts a rule of GitLab with the strings as they are', () => {
  expect(claimsOf(draftOf(GITLAB_JOB, null))).toEqual(GITLAB_RULE);
});

it('drafts a rule of a cluster and of any issuer by the sub, and no slug that is none', () => {
  const sub = 'system:serviceaccount:shop:deployer';
  const cluster = draftOf({ iss: 'https://k8s.example.com', sub, 'kubernetes.io': {} }, 'No slug');
  expect(cluster).toMatchObject({ preset: 'kubernetes', slug: '' });
  expect(claimsOf(cluster)).toEqual({ sub });
  expect(identifies('kubernetes', claimsOf(cluster))).toBe(true);
  const other = draftOf({ iss: 'https://id.example.com', sub: 'x', aud: ['a', 'b'] }, null);
  expect(other).toMatchObject({ preset: 'oidc', audience: 'a' });
});
