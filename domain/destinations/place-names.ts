import type { Place, PlaceOf } from './place-input';

interface Problem {
  readonly field: string;
  readonly message: string;
}
type Rule = Problem & { readonly isMet: boolean };

const rule = (field: string, isMet: boolean, message: string): Rule => ({ field, isMet, message });

/** RFC 1123 section 2.1, as Kubernetes takes it for a namespace. */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Its parts between dots; all of it has at most 253 characters. */
const PART = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** A user or an organisation of GitHub; `_` stands before the short code of a managed user. */
const GITHUB_OWNER = /^(?!-)[A-Za-z0-9_-]{1,39}$/;
const GITLAB_SEGMENT = /^(?!-)(?!.*(\.|\.git|\.atom)$)/i;
const GITLAB_ENVIRONMENT = /^[A-Za-z0-9 _/${}.*-]+$/;
const VAULT_OWN_MOUNTS = new Set(['sys', 'auth', 'identity', 'cubbyhole']);
const VAULT_OWN_NAMESPACES = new Set([...VAULT_OWN_MOUNTS, 'audit']);

const RULES: { [Kind in Place['kind']]: (place: PlaceOf<Kind>) => readonly Rule[] } = {
  webhook: () => [],
  github: ({ owner, repository = '' }) => [
    rule(
      'owner',
      GITHUB_OWNER.test(owner),
      'A user or an organisation has at most 39 letters, digits and hyphens, and begins with no hyphen.',
    ),
    rule('repository', !/\.git$/i.test(repository), 'Leave “.git” out: it is of the address.'),
  ],
  gitlab: ({ scope, path, environmentScope }) => [
    rule(
      'path',
      path.split('/').every((segment) => GITLAB_SEGMENT.test(segment)),
      'No part of it begins with a hyphen, or ends in a dot, “.git” or “.atom”.',
    ),
    rule(
      'path',
      scope === 'group' || path.includes('/') || /^\d+$/.test(path),
      'Write the group as well, such as acme/billing, or the project’s number.',
    ),
    rule(
      'environmentScope',
      GITLAB_ENVIRONMENT.test(environmentScope),
      'Use letters, digits, spaces, - _ / $ { } . and *.',
    ),
  ],
  vault: ({ mount, namespace = '' }) => [
    rule(
      'mount',
      !VAULT_OWN_MOUNTS.has(firstOf(mount)),
      `Vault keeps ${firstOf(mount)} for itself.`,
    ),
    rule(
      'namespace',
      !namespace.split('/').some((part) => VAULT_OWN_NAMESPACES.has(part)),
      `No namespace is called ${[...VAULT_OWN_NAMESPACES].join(', ')}: Vault keeps these.`,
    ),
  ],
  kubernetes: ({ namespace, secret }) => [
    rule(
      'namespace',
      LABEL.test(namespace),
      'Use at most 63 lower-case letters, digits and hyphens, with a letter or a digit at both ends.',
    ),
    rule(
      'secret',
      secret.length <= 253 && secret.split('.').every((part) => PART.test(part)),
      'Use at most 253 lower-case letters, digits, hyphens and dots, with a letter or a digit at both ends and on both sides of a dot.',
    ),
  ],
};

const firstOf = (path: string): string => path.split('/')[0] ?? '';

/**
 * What of a place its server would refuse, by the rules that the vendors write down for names. What was
 * stored before a rule was known is read all the same.
 */
export function nameProblems(place: Place): Problem[] {
  const rules = (RULES[place.kind] as (of: Place) => readonly Rule[])(place);
  return rules.filter(({ isMet }) => !isMet);
}
