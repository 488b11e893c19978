import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { CampaignView } from '@/domain/reviews/campaign-view';
import { REPEATS_WORDS } from './review-words';

/** The terms of a campaign, for who can't change them. */
export function CampaignFacts(props: { campaign: CampaignView }) {
  const { campaign } = props;
  const { groups, nextAt, endedAt, unreviewed } = campaign;
  return (
    <Section title="Terms">
      <DescriptionList
        items={[
          { label: 'Groups', value: groups ? <GroupNames groups={groups} /> : 'All groups' },
          { label: 'Repeats', value: REPEATS_WORDS[campaign.repeats] },
          { label: 'Days to decide', value: formatCount(campaign.deadlineDays, 'day') },
          {
            label: 'Who isn’t reviewed',
            value:
              unreviewed === null
                ? 'As the organisation’s policy says'
                : { keep: 'Stays', end: 'Ends, with their tokens' }[unreviewed],
          },
          { label: 'Next review', value: nextAt ? <AbsoluteTime date={nextAt} /> : 'None follows' },
          ...(endedAt ? [{ label: 'Ended', value: <AbsoluteTime date={endedAt} /> }] : []),
        ]}
      />
    </Section>
  );
}

const GroupNames = (props: { groups: NonNullable<CampaignView['groups']> }) => (
  <ul className="flex flex-wrap gap-x-3 gap-y-1">
    {props.groups.map(({ id, slug, name }) => (
      <li key={id}>
        <TextLink href={paths.group(slug)}>{name}</TextLink>
      </li>
    ))}
  </ul>
);
