import { type Claims, claimAt } from '@/domain/issuers/claim-at';
import type { ClaimValue } from './claims';
import { GITHUB_ISSUER, GITLAB_ISSUER, type Preset, presetOf } from './workload-facts';

/** A claim that the form proposes, and what it says of a workload. */
export interface SuggestedClaim {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

/** What names a workload for good, and the occasion on which it may have a token. */
export const SUGGESTED_CLAIMS: Readonly<Record<Preset, readonly SuggestedClaim[]>> = {
  github: [
    {
      name: 'repository_id',
      meaning: 'The repository by its number, which stays when it is renamed or moved.',
      example: '1296269',
    },
    {
      name: 'repository_owner_id',
      meaning: 'Its owner by number: nobody gets in by taking over a name that was given up.',
      example: '583231',
    },
    {
      name: 'ref',
      meaning: 'The branch or tag of the workflow. For a protected environment, name that instead.',
      example: 'refs/heads/main',
    },
    {
      name: 'event_name',
      meaning: 'What started the workflow, so that a pull request gets nothing.',
      example: 'push',
    },
  ],
  gitlab: [
    {
      name: 'project_id',
      meaning: 'The project by its number, which stays when it is renamed or moved.',
      example: '278964',
    },
    { name: 'namespace_id', meaning: 'Its group or user by number.', example: '9970' },
    { name: 'ref', meaning: 'The branch or tag of the pipeline.', example: 'main' },
    {
      name: 'ref_protected',
      meaning: 'Whether that is protected. GitLab writes it as a text: “true”, in quotes.',
      example: 'true',
    },
  ],
  kubernetes: [
    {
      name: 'sub',
      meaning: 'Namespace and service account.',
      example: 'system:serviceaccount:shop:deployer',
    },
  ],
  oidc: [{ name: 'sub', meaning: 'Whom the issuer speaks of.', example: 'job:deploy-shop' }],
};

export const DEFAULT_ISSUER: Readonly<Record<Preset, string>> = {
  ...{ github: GITHUB_ISSUER, gitlab: GITLAB_ISSUER, kubernetes: '', oidc: '' },
};

/** A rule that what was claimed would fit, for a person to look at before it is made. */
export interface RuleDraft {
  readonly name: string;
  readonly slug: string;
  readonly preset: Preset;
  readonly issuer: string;
  readonly audience: string;
  readonly claims: readonly { readonly name: string; readonly value: ClaimValue }[];
}

/** Drafts the rule for a workload that was refused. @param asked what it called the rule */
export function draftOf(claims: Claims, asked: string | null): RuleDraft {
  const issuer = textAt(claims, 'iss');
  const preset = presetOf(issuer, claims['kubernetes.io'] === undefined ? 'oidc' : 'kubernetes');
  const names = SUGGESTED_CLAIMS[preset].map(({ name }) => name);
  const isInEnvironment = preset === 'github' && textAt(claims, 'environment') !== '';
  const wanted = names.map((name) => (name === 'ref' && isInEnvironment ? 'environment' : name));
  const aud = Array.isArray(claims.aud) ? claims.aud[0] : claims.aud;
  const where = textAt(claims, 'repository') || textAt(claims, 'project_path');
  return {
    name: (where || textAt(claims, 'sub')).slice(0, 100),
    slug: asked !== null && SLUG.test(asked) ? asked : '',
    ...{ preset, issuer },
    audience: typeof aud === 'string' ? aud : '',
    claims: wanted.flatMap((name) => {
      const value = claimAt(claims, name);
      return isClaimValue(value) ? [{ name, value }] : [];
    }),
  };
}

const SLUG = /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/;

const isClaimValue = (value: unknown): value is ClaimValue =>
  ['string', 'number', 'boolean'].includes(typeof value) && value !== '';

function textAt(claims: Claims, name: string): string {
  const value = claims[name];
  return typeof value === 'string' ? value : '';
}
