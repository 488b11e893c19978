import { formatCount } from '@/components/format/format';
import { type VerifierState, VerifierStateBadge } from '@/components/ui/verifier-state';

export interface FleetMember {
  readonly id: string;
  readonly name: string;
  readonly state: VerifierState;
  readonly lagEvents: number;
}

/** The verifiers in short: who is there and how closely it follows. */
export function FleetList(props: { verifiers: readonly FleetMember[] }) {
  return (
    <ul className="divide-y divide-line">
      {props.verifiers.map((verifier) => (
        <li
          key={verifier.id}
          className="flex min-h-9 items-center justify-between gap-3 px-4 py-1.5 text-sm"
        >
          <span className="min-w-0 truncate font-medium">{verifier.name}</span>
          <span className="flex shrink-0 items-center gap-3 text-muted">
            {verifier.lagEvents > 0 && `${formatCount(verifier.lagEvents, 'change')} behind`}
            <VerifierStateBadge state={verifier.state} />
          </span>
        </li>
      ))}
    </ul>
  );
}
