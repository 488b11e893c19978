import { afterAll, beforeAll, describe } from 'vitest';
import { describeBrowsers } from './browsers';
import { describeAllowed, describeConnections, describeDenied } from './decisions';
import { describeFaults } from './faults';
import type { GatewayPlan, Place } from './gateway-process';
import { describeSpoofing } from './hostile';
import { describeOldKeys } from './old-keys';
import { describePaths } from './paths';
import { describePorts } from './ports';
import { openTestbed, type Testbed } from './testbed';
import { describeWebsockets } from './websockets';

/** What holds for every gateway, on a real one in front of a real API. */
export function describeGateway(name: string, planFor: (place: Place) => GatewayPlan): void {
  describe(name, () => {
    let opened: Testbed | undefined;
    const testbed = (): Testbed => {
      if (!opened) throw new Error('the testbed is not open');
      return opened;
    };
    beforeAll(async () => {
      opened = await openTestbed(planFor);
    });
    afterAll(() => opened?.close());

    describeAllowed(testbed);
    describeDenied(testbed);
    describeConnections(testbed);
    describeSpoofing(testbed);
    describePorts(testbed);
    describeBrowsers(testbed);
    describeWebsockets(testbed);
    describeOldKeys(testbed);
    describePaths(testbed);
    describeFaults(testbed);
  });
}
