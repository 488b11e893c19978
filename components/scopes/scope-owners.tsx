import { Fragment } from 'react';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import type { ScopeView } from '@/domain/scopes/scope-view';

/** The groups that own a scope, in one line: their tokens follow every change of it. */
export function ScopeOwners(props: { groups: ScopeView['groups'] }) {
  if (props.groups.length === 0) {
    return (
      <span>
        Owned by no <TextLink href={paths.groups()}>group</TextLink> yet, so it opens nothing
      </span>
    );
  }
  return (
    <span>
      Owned by{' '}
      {props.groups.map((group, index) => (
        <Fragment key={group.id}>
          {index > 0 && ', '}
          <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
        </Fragment>
      ))}
    </span>
  );
}
