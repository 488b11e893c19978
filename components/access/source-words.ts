import type { ExplainedMembership } from '@/domain/access/source';

/** Who put somebody into a group, and from where: “added by Ada, by hand”. */
export function sourceWords({
  source,
  addedBy,
}: Pick<ExplainedMembership, 'source' | 'addedBy'>): string {
  switch (source.type) {
    case 'sso':
      return `added by single sign-on, ${source.name ?? addedBy}`;
    case 'scim':
      return `added by provisioning, ${source.name ?? addedBy}`;
    case 'setup':
      return 'added when Keyward was set up';
    default:
      return `added by ${addedBy}, by hand`;
  }
}
