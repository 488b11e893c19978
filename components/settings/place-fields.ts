import type { Place } from '@/domain/destinations/place-input';

export type Kind = Place['kind'];

export interface PlaceField {
  /** Of the place; in a form, `place.` goes before it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: true;
  readonly initial?: string;
  readonly options?: { value: string; label: string }[];
}

interface KindWords {
  readonly label: string;
  /** What the credential is, and what it must be allowed. */
  readonly credential: string;
  readonly fields: readonly PlaceField[];
}

/** What each kind of destination is called, needs to know and signs in with. */
export const KINDS: Readonly<Record<Kind, KindWords>> = {
  github: {
    label: 'GitHub Actions secret',
    credential: 'A token that may read and write Actions secrets of the place.',
    fields: [
      { name: 'owner', label: 'Owner', hint: 'A user or an organisation.' },
      {
        ...{ name: 'repository', label: 'Repository', optional: true },
        hint: 'Empty: a secret of the organisation.',
      },
      { name: 'environment', label: 'Environment', optional: true, hint: 'Of the repository.' },
      {
        ...{ name: 'visibility', label: 'Who sees a new secret of an organisation' },
        initial: 'private',
        options: [
          { value: 'private', label: 'Private repositories' },
          { value: 'all', label: 'All repositories' },
        ],
      },
      { name: 'apiUrl', label: 'API address', initial: 'https://api.github.com' },
    ],
  },
  gitlab: {
    label: 'GitLab CI/CD variable',
    credential: 'An access token with the scope api, of a maintainer of the place.',
    fields: [
      {
        ...{ name: 'scope', label: 'Of a', initial: 'project' },
        options: [
          { value: 'project', label: 'Project' },
          { value: 'group', label: 'Group' },
        ],
      },
      { name: 'path', label: 'Path', hint: 'Such as acme/billing, or its number.' },
      {
        ...{ name: 'environmentScope', label: 'Environments', initial: '*' },
        hint: 'An asterisk stands for all of them.',
      },
      {
        ...{ name: 'protected', label: 'A new variable is seen by', initial: 'true' },
        options: [
          { value: 'true', label: 'Protected branches and tags' },
          { value: 'false', label: 'All branches and tags' },
        ],
      },
      { name: 'url', label: 'Address', initial: 'https://gitlab.com' },
    ],
  },
  vault: {
    label: 'Vault or OpenBao (KV v2)',
    credential: 'A token whose policy lets it read and create versions at the path.',
    fields: [
      { name: 'url', label: 'Address', hint: 'Such as https://vault.example.com:8200.' },
      { name: 'mount', label: 'Mount', initial: 'secret' },
      { name: 'path', label: 'Path', hint: 'Of the secret below the mount.' },
      { name: 'namespace', label: 'Namespace', optional: true },
    ],
  },
  kubernetes: {
    label: 'Kubernetes Secret',
    credential: 'The token of a service account that may get, create and patch the Secret.',
    fields: [
      { name: 'url', label: 'API server', hint: 'Such as https://10.0.0.1:6443.' },
      { name: 'namespace', label: 'Namespace', hint: 'Lower-case letters, digits and hyphens.' },
      {
        ...{ name: 'secret', label: 'Secret' },
        hint: 'The name of the object: lower-case letters, digits, hyphens and dots.',
      },
    ],
  },
  webhook: {
    label: 'Signed webhook',
    credential: 'The signing secret, whsec_ and base64, that the receiver has as well.',
    fields: [{ name: 'url', label: 'Address', hint: 'Messages follow Standard Webhooks.' }],
  },
};

export const KIND_OPTIONS = Object.entries(KINDS).map(([value, { label }]) => ({ value, label }));
