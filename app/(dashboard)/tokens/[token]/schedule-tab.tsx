import {
  removeScheduleAction,
  retryRotationAction,
  setScheduleAction,
  startRotationAction,
} from '@/app/actions/schedules';
import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { AutoRefresh } from '@/components/settings/auto-refresh';
import { RotationHistory } from '@/components/tokens/schedule/rotation-history';
import { RotationSteps } from '@/components/tokens/schedule/rotation-steps';
import { ScheduleButtons } from '@/components/tokens/schedule/schedule-buttons';
import { ScheduleFacts } from '@/components/tokens/schedule/schedule-facts';
import { ScheduleForm } from '@/components/tokens/schedule/schedule-form';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { EmptyState, RefusedState } from '@/components/ui/states';
import { getSchedule } from '@/domain/rotations/get-schedule';
import { removeSchedule } from '@/domain/rotations/remove-schedule';
import { retryRotation } from '@/domain/rotations/retry-rotation';
import { setSchedule } from '@/domain/rotations/set-schedule';
import { startRotation } from '@/domain/rotations/start-rotation';
import { rotationTarget } from '@/domain/tokens/token-facts';
import type { TokenView } from '@/domain/tokens/token-view';

const LOOK_AGAIN_SECONDS = 5;

/** The schedule of a service account's token: what is set, how the latest rotation stands, and those before. */
export async function ScheduleTab({ token }: { token: TokenView }) {
  const actor = await requireActor();
  const found = await askIfAllowed(getSchedule, { token: token.id });
  if (!found.ok) return <RefusedState refusal={found} operation={getSchedule.operation} />;
  const { schedule, rotations, choices } = found.value;
  const latest = rotations[0];
  const isUnderWay = latest !== undefined && latest.endedAt === null;
  const target = rotationTarget(token);
  const refusal = whyNot(actor, setSchedule, target, token);
  return (
    <>
      {isUnderWay && <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />}
      <Section
        title="Schedule"
        description="A worker rotates the token in time and writes the new secret where it is used: nobody carries it."
      >
        {schedule ? (
          <ScheduleFacts schedule={schedule} />
        ) : (
          <EmptyState title="Not on a schedule">
            {refusal ?? 'Choose where its secret goes, what it is called there and how often.'}
            {choices.length === 0 && (
              <>
                {' '}
                No destination takes tokens of <bdi>{token.group.name}</bdi> yet: they are made
                under{' '}
                <TextLink href={paths.settings('destinations')}>Settings, Destinations</TextLink>.
              </>
            )}
          </EmptyState>
        )}
        <ScheduleButtons
          name={token.name}
          isSet={schedule !== null}
          isUnderWay={isUnderWay}
          startRefusal={whyNot(actor, startRotation, target, token)}
          stopRefusal={whyNot(actor, removeSchedule, target)}
          start={startRotationAction.bind(null, token.id)}
          stop={removeScheduleAction.bind(null, token.id)}
        />
      </Section>
      {latest && (
        <Section title="Latest rotation">
          <RotationSteps
            rotation={latest}
            refusal={whyNot(actor, retryRotation, target)}
            retry={retryRotationAction.bind(null, token.id)}
          />
        </Section>
      )}
      {refusal === undefined && choices.length > 0 && (
        <Section title={schedule ? 'Change the schedule' : 'Set a schedule'}>
          <ScheduleForm
            key={schedule?.setAt ?? 'new'}
            schedule={schedule}
            choices={choices}
            save={setScheduleAction.bind(null, token.id)}
          />
        </Section>
      )}
      {rotations.length > 0 && (
        <Section title="History" description="The latest ten rotations, step by step.">
          <RotationHistory rotations={rotations} />
        </Section>
      )}
    </>
  );
}
