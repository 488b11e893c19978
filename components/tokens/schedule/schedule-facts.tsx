import { formatDuration } from '@/components/format/format';
import { paths } from '@/components/paths';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { AbsoluteTime, RelativeTime } from '@/components/ui/relative-time';
import type { ScheduleView } from '@/domain/rotations/rotation-view';

/** What is set: where to, how often, and when next. */
export function ScheduleFacts({ schedule }: { schedule: NonNullable<ScheduleView['schedule']> }) {
  const { destination, secretName, everySeconds, overlapSeconds } = schedule;
  return (
    <DescriptionList
      items={[
        {
          label: 'Goes to',
          value: (
            <>
              <TextLink href={paths.destination(destination.id)}>{destination.name}</TextLink>{' '}
              <span className="break-words text-muted">{destination.where}</span>
            </>
          ),
        },
        { label: 'Secret there', value: <Mono className="break-all">{secretName}</Mono> },
        { label: 'Every', value: formatDuration(everySeconds) },
        {
          label: 'Overlap',
          value: overlapSeconds === null ? 'That of the group' : formatDuration(overlapSeconds),
        },
        { label: 'Next', value: <RelativeTime date={schedule.nextAt} /> },
        {
          label: 'Set',
          value: (
            <>
              by {schedule.setBy}, <AbsoluteTime date={schedule.setAt} />
            </>
          ),
        },
      ]}
    />
  );
}
