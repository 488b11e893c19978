import type { RotationView } from '@/domain/rotations/rotation-view';

export type StepState = 'done' | 'next' | 'failed' | 'skipped' | 'waiting';

export interface StepLine {
  readonly label: string;
  readonly at: string | null;
  readonly state: StepState;
}

/** The steps of a rotation in their order, of one by hand those that are left: each done, the next one (which may be failing), or still to come. */
export function stepLine(rotation: RotationView): StepLine[] {
  const isOver = rotation.state === 'retired' || rotation.state === 'ended';
  const byHand = [
    { label: 'Rotated by hand', at: rotation.mintedAt },
    { label: 'Delivered', at: rotation.deliveredAt },
  ];
  const bySchedule = [
    { label: 'Planned', at: rotation.plannedAt },
    { label: 'Minted', at: rotation.mintedAt },
    { label: 'Delivered', at: rotation.deliveredAt },
    { label: 'Seen in use', at: rotation.seenAt },
    {
      label: 'Predecessor retired',
      at: rotation.state === 'retired' ? rotation.endedAt : null,
    },
  ];
  const steps = rotation.byHand ? byHand : bySchedule;
  const next = isOver ? -1 : steps.findIndex(({ at }) => at === null);
  return steps.map((step, index) => ({ ...step, state: stateOf(step.at, index) }));

  function stateOf(at: string | null, index: number): StepState {
    if (at !== null) return 'done';
    if (isOver) return 'skipped';
    if (index !== next) return 'waiting';
    return rotation.state === 'failed' ? 'failed' : 'next';
  }
}
