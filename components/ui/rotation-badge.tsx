import type { RotationState } from '@/domain/destinations/rotation-state';
import { StatusBadge } from './status-badge';

const looks: Record<RotationState, readonly [status: string, word: string]> = {
  planned: ['pending', 'Planned'],
  minted: ['rotating', 'Minted'],
  delivered: ['rotating', 'Delivered'],
  seen: ['rotating', 'Seen in use'],
  retired: ['success', 'Done'],
  failed: ['failed', 'Failed'],
  ended: ['ended', 'Given up'],
};

/** How a scheduled rotation stands. */
export function RotationBadge(props: { state: RotationState; boxed?: boolean }) {
  const [status, word] = looks[props.state];
  return <StatusBadge status={status} word={word} {...(props.boxed && { boxed: true })} />;
}
