import type { Claims } from '@/domain/issuers/claim-at';

/** What GitHub says of a job on the main branch, in a repository whose `sub` names no ids yet. */
export const GITHUB_JOB: Claims = {
  ...{ jti: 'b1f4c0de', iss: 'https://token.actions.githubusercontent.com' },
  aud: 'https://keyward.example.com',
  sub: 'repo:acme/shop:ref:refs/heads/main',
  ...{ ref: 'refs/heads/main', ref_type: 'branch', ref_protected: 'true', sha: 'a'.repeat(40) },
  ...{ repository: 'acme/shop', repository_id: '74', repository_visibility: 'private' },
  ...{ repository_owner: 'acme', repository_owner_id: '65' },
  ...{ run_id: '1001', run_number: '10', run_attempt: '1', actor: 'ada', actor_id: '12' },
  ...{ workflow: 'deploy', event_name: 'push', head_ref: '', base_ref: '' },
  job_workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  runner_environment: 'github-hosted',
};

/** The rule that the form makes of it: by the ids, which stay. */
export const GITHUB_RULE = {
  ...{ repository_id: '74', repository_owner_id: '65' },
  ...{ ref: 'refs/heads/main', event_name: 'push' },
};

/** What GitLab says of a job on a protected branch: everything is a string. */
export const GITLAB_JOB: Claims = {
  ...{ jti: 'c2f5d1ef', iss: 'https://gitlab.com', aud: 'https://keyward.example.com' },
  sub: 'project_path:acme/shop:ref_type:branch:ref:main',
  ...{ namespace_id: '72', namespace_path: 'acme', project_id: '20', project_path: 'acme/shop' },
  ...{
    user_id: '1',
    user_login: 'ada',
    pipeline_id: '574',
    pipeline_source: 'push',
    job_id: '302',
  },
  ...{ ref: 'main', ref_type: 'branch', ref_path: 'refs/heads/main', ref_protected: 'true' },
  ...{ runner_id: 1, runner_environment: 'gitlab-hosted', sha: 'a'.repeat(40) },
};

export const GITLAB_RULE = {
  ...{ project_id: '20', namespace_id: '72', ref: 'main', ref_protected: 'true' },
};
