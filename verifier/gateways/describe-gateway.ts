import { afterAll, beforeAll, describe } from 'vitest';
import { describeAllowed, describeConnections, describeDenied } from './decisions';
import { describeFaults } from './faults';
import type { GatewayPlan, Place } from './gateway-process';
import { describeSpoofing } from './hostile';
import { describePaths } from './paths';
import { describePorts } from './ports';
import { openStage, type Stage } from './stage';

/** What holds for every gateway, on a real one in front of a real API. */
export function describeGateway(name: string, planFor: (place: Place) => GatewayPlan): void {
  describe(name, () => {
    let opened: Stage | undefined;
    const stage = (): Stage => {
      if (!opened) throw new Error('the stage is not open');
      return opened;
    };
    beforeAll(async () => {
      opened = await openStage(planFor);
    });
    afterAll(() => opened?.close());

    describeAllowed(stage);
    describeDenied(stage);
    describeConnections(stage);
    describeSpoofing(stage);
    describePorts(stage);
    describePaths(stage);
    describeFaults(stage);
  });
}
