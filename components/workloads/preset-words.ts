import type { Preset } from '@/domain/workloads/workload-facts';

interface PresetWords {
  readonly label: string;
  /** Where the issuer's address comes from. */
  readonly issuer: string;
  readonly about: readonly string[];
}

/** What the form says of each kind of issuer. */
export const PRESET_WORDS: Readonly<Record<Preset, PresetWords>> = {
  github: {
    label: 'GitHub Actions',
    issuer: 'An organisation may have an address of its own: its name is then at the end.',
    about: [
      'Numbers stay where names change hands: gh api repos/OWNER/NAME --jq ".id, .owner.id" tells both.',
      'GitHub writes “sub” as repo:acme/shop:ref:refs/heads/main, and for repositories made after 15 July 2026 with numbers in it: repo:acme@65/shop@74:ref:refs/heads/main. The claims below fit both.',
    ],
  },
  gitlab: {
    label: 'GitLab CI',
    issuer: 'The address of your GitLab, without a slash at its end.',
    about: [
      'The job asks for its JWT by id_tokens, with the audience below as “aud”.',
      'Every claim is a text, “true” as well.',
    ],
  },
  kubernetes: {
    label: 'Kubernetes service accounts',
    issuer: 'What the API server has as --service-account-issuer; Keyward must reach its keys.',
    about: [
      'The pod mounts a projected service account token with the audience below.',
      'A claim inside others is written as a path: /kubernetes.io/namespace.',
    ],
  },
  oidc: {
    label: 'Any OIDC issuer',
    issuer: 'As its JWTs have it in “iss”, letter by letter.',
    about: ['Name at least one claim that says whose workload it is.'],
  },
};
