import { AskToExtend, type Ending } from '@/components/access/ask-to-extend';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Expiry } from '@/components/ui/relative-time';

export interface AskableGroup {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** Where the reader is in it not much longer. */
  readonly ending: Ending | null;
  readonly leads: readonly { readonly name: string; readonly handle: string }[];
}

/** For each group, who leads it: they add members, create tokens and answer requests. */
export function WhomToAsk(props: { groups: readonly AskableGroup[] }) {
  return (
    <ul className="divide-y divide-line">
      {props.groups.map((group) => (
        <li key={group.id} className="px-4 py-2 text-sm">
          <p className="font-medium">
            <TextLink href={paths.group(group.slug)}>{group.name}</TextLink>
          </p>
          {group.ending && (
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
              <span>
                Ends <Expiry date={group.ending.expiresAt} />
              </span>
              <AskToExtend ending={group.ending} />
            </p>
          )}
          <p className="text-muted">
            {group.leads.length === 0
              ? 'Has no lead: an administrator decides.'
              : group.leads.map(({ name, handle }, index) => (
                  <span key={handle}>
                    {index > 0 && ', '}
                    <bdi>{name}</bdi> (<a href={`mailto:${handle}`}>{handle}</a>)
                  </span>
                ))}
          </p>
        </li>
      ))}
    </ul>
  );
}
