import { classNames } from '@/components/class-names';
import { formatDuration } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { AbsoluteTime } from '@/components/ui/relative-time';
import type { Life, LifeState } from '@/domain/tokens/life';
import type { LifeMark } from '@/domain/tokens/life-events';
import { LifeDrawing } from './life-drawing';
import { lookOf, markWords, stateLooks } from './life-words';

/** A token's life, drawn, and the list of what happened in it, which says all that the drawing does. */
export function TokenLife({ life, nowMs }: { life: Life; nowMs: number }) {
  return (
    <div className="space-y-4">
      <LifeDrawing life={life} nowMs={nowMs} />
      <Spent life={life} />
      <ol aria-label="What happened, oldest first" className="divide-y divide-line text-sm">
        {life.marks.map((mark, index) => (
          <Line
            key={mark.eventId ?? mark.kind}
            mark={mark}
            number={index + 1}
            isPlanned={Date.parse(mark.at) > nowMs}
          />
        ))}
      </ol>
    </div>
  );
}

/** The legend of the line's colours, with how long each state lasted, or will; none of a moment alone. */
function Spent({ life }: { life: Life }) {
  const states = [...new Set(life.stretches.map(({ state }) => state))];
  const secondsOf = (state: LifeState, isPlanned: boolean) =>
    life.stretches
      .filter((stretch) => stretch.state === state && stretch.isPlanned === isPlanned)
      .reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1000, 0);
  return (
    <ul aria-label="How long it stood how" className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {states.map((state) => {
        const [past, planned] = [secondsOf(state, false), secondsOf(state, true)];
        const parts = [
          ...(past >= 1 ? [formatDuration(past)] : []),
          ...(planned >= 1 ? [`${formatDuration(planned)} to come`] : []),
        ];
        if (parts.length === 0) return null;
        return (
          <li key={state} className="inline-flex items-center gap-1.5 text-muted">
            <svg aria-hidden="true" width="16" height="6" className="shrink-0">
              <line
                x2="16"
                y1="3"
                y2="3"
                strokeWidth={state === 'ended' ? 2 : 6}
                strokeDasharray={past > 0 ? undefined : '3 3'}
                className={stateLooks[state].stroke}
              />
            </svg>
            <span>
              {stateLooks[state].word} <span className="text-ink">{parts.join(', ')}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Line(props: { mark: LifeMark; number: number; isPlanned: boolean }) {
  const { mark, isPlanned } = props;
  const { icon: Icon, text } = lookOf(mark);
  const when = <AbsoluteTime date={mark.at} />;
  return (
    <li className="flex gap-3 py-1.5">
      <span
        aria-hidden
        className={classNames(
          'grid h-5 min-w-5 shrink-0 place-items-center rounded-full border px-1 text-xs tabular-nums',
          isPlanned ? 'border-dashed border-line-strong' : 'border-line-strong',
        )}
      >
        {props.number}
      </span>
      <div className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-4">
        <p className="min-w-0">
          <Icon aria-hidden size={14} className={classNames('mr-1.5 mb-0.5 inline', text)} />
          <span className="font-medium">{markWords(mark, isPlanned)}</span>
          {mark.actor && <span className="text-muted"> by {mark.actor}</span>}
          {mark.reason && <span className="text-muted">: {mark.reason}</span>}
        </p>
        <p className="text-muted">
          {mark.eventId ? (
            <TextLink quiet href={paths.auditEvent(mark.eventId)}>
              {when}
            </TextLink>
          ) : (
            when
          )}
        </p>
      </div>
    </li>
  );
}
