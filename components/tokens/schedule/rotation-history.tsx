import { Mono } from '@/components/ui/mono-id';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { RotationBadge } from '@/components/ui/rotation-badge';
import type { RotationView } from '@/domain/rotations/rotation-view';

/** Each rotation with what was done and said, the latest first. */
export function RotationHistory({ rotations }: { rotations: RotationView[] }) {
  return (
    <ul aria-label="Rotations" className="divide-y divide-line">
      {rotations.map((rotation) => (
        <li key={rotation.id} className="py-2 first:pt-0 last:pb-0">
          <details>
            <summary className="cursor-pointer py-1 text-sm">
              <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
                <RotationBadge state={rotation.state} />
                <AbsoluteTime date={rotation.plannedAt} />
                <span className="break-words">
                  to {rotation.destination} as <Mono>{rotation.secretName}</Mono>
                </span>
                <span className="text-muted">{occasion(rotation)}</span>
              </span>
            </summary>
            <ol className="mt-1 space-y-1 pl-5 text-sm">
              {rotation.history.map(({ at, step, said }) => (
                <li key={`${at} ${step} ${said}`} className="break-words">
                  <span className="text-muted">
                    <AbsoluteTime date={at} />
                  </span>{' '}
                  <span className="font-medium">{step}</span>
                  {said && `: ${said}`}
                </li>
              ))}
            </ol>
          </details>
        </li>
      ))}
    </ul>
  );
}

function occasion({ startedBy, byHand }: RotationView): string {
  if (startedBy === null) return 'in time';
  return byHand ? `rotated by hand by ${startedBy}` : `asked for by ${startedBy}`;
}
