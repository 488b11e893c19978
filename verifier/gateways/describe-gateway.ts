import { afterAll, beforeAll, describe } from 'vitest';
import { describeBrowsers } from './browsers';
import { describeAllowed, describeConnections, describeDenied } from './decisions';
import { describeFaults } from './faults';
import type { GatewayPlan, Place } from './gateway-process';
import { describeSpoofing } from './hostile';
import { describeOldKeys } from './old-keys';
import { describePaths } from './paths';
import { describePorts } from './ports';
import { openStage, type Stage } from './stage';
import { describeWebsockets } from './websockets';

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
    describeBrowsers(stage);
    describeWebsockets(stage);
    describeOldKeys(stage);
    describePaths(stage);
    describeFaults(stage);
  });
}
