import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';

/** The groups that something is kept to; none is no limit. */
export function GroupLinks(props: { groups: readonly { id: string; slug: string | null }[] }) {
  if (props.groups.length === 0) return 'Every group';
  return props.groups.map(({ id, slug }) => (
    <TextLink key={id} href={paths.group(id)} className="mr-3">
      {slug ?? id}
    </TextLink>
  ));
}
