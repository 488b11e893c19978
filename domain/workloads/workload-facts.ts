import type { ClaimValue } from './claims';

/** Of the tokens that a rule gives, in seconds. */
export const MIN_RULE_SECONDS = 300;
export const MAX_RULE_SECONDS = 3_600;
export const DEFAULT_RULE_SECONDS = 900;

export const PRESETS = ['github', 'gitlab', 'kubernetes', 'oidc'] as const;
export type Preset = (typeof PRESETS)[number];

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
export const GITLAB_ISSUER = 'https://gitlab.com';

/**
 * Claims that say which workload it is, for issuers that vouch for anybody who signs up: the others are
 * of everybody's choosing. Ids stay where names change hands.
 */
const IDENTIFYING: Readonly<Partial<Record<Preset, readonly string[]>>> = {
  github: [
    ...['sub', 'repository_id', 'repository', 'repository_owner_id', 'repository_owner'],
    ...['enterprise_id', 'job_workflow_ref'],
  ],
  gitlab: ['sub', 'project_id', 'project_path', 'namespace_id', 'namespace_path'],
};

/** What says nothing of who it is: about the JWT, or about the occasion. */
const NOT_IDENTIFYING = new Set([
  ...[
    'iss',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'typ',
    'nonce',
    'acr',
    'amr',
    'auth_time',
    'at_hash',
  ],
  ...['c_hash', 'sid', 'scope', 'ref', 'ref_type', 'ref_path', 'ref_protected', 'environment'],
  ...['environment_protected', 'event_name', 'pipeline_source', 'runner_environment', 'sha'],
]);

/** About the JWT itself: a rule checks these by its own fields, and not as claims. */
export const REGISTERED_CLAIMS: ReadonlySet<string> = new Set([
  ...['iss', 'aud', 'exp', 'nbf', 'iat', 'jti'],
]);

/** Which form a rule of this issuer is, whatever it calls itself: the shared ones are known by address. */
export const presetOf = (issuer: string, preset: Preset): Preset => {
  if (issuer === GITHUB_ISSUER || issuer.startsWith(`${GITHUB_ISSUER}/`)) return 'github';
  return issuer === GITLAB_ISSUER ? 'gitlab' : preset;
};

/** Whether these claims say whose workload it is. */
export function identifies(preset: Preset, claims: Readonly<Record<string, ClaimValue>>): boolean {
  const names = Object.keys(claims);
  const identifying = IDENTIFYING[preset];
  return identifying
    ? names.some((name) => identifying.includes(name))
    : names.some((name) => !NOT_IDENTIFYING.has(name));
}

/** The claims of which a rule needs at least one, in words. */
export const identifyingWords = (preset: Preset): string =>
  IDENTIFYING[preset]?.join(', ') ?? 'sub, or another claim that names the workload';
