import { StatusBadge } from './status-badge';

export type VerifierState = 'following' | 'behind' | 'silent' | 'stopped';

const looks = {
  following: { status: 'healthy', word: 'Following' },
  behind: { status: 'lagging', word: 'Behind' },
  silent: { status: 'down', word: 'Silent' },
  stopped: { status: 'ended', word: 'Stopped' },
} as const satisfies Record<VerifierState, { status: string; word: string }>;

/** How a verifier keeps up with the feed of changes. */
export function VerifierStateBadge(props: { state: VerifierState; boxed?: boolean }) {
  return <StatusBadge {...looks[props.state]} boxed={props.boxed ?? false} />;
}
