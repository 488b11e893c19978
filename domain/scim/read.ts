import { z } from 'zod';
import type { Refusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { provisionsOwn } from './client-right';
import { presentGroups, presentUsers } from './present';
import { isAskedFor, project } from './project';
import { GROUP_TYPE, USER_TYPE } from './schemas';
import { projectionInput } from './search-input';
import {
  loadPushed,
  loadUser,
  type PushedTarget,
  scimId,
  shownResource,
  type UserTarget,
} from './targets';

/** One resource of a client's own. */
export const readResource = defineQuery({
  operation: 'scim.read',
  summary: 'Read what a client provisions',
  input: z.object({ type: z.enum(['User', 'Group']), id: scimId(), ...projectionInput }),
  output: z.object({ resource: shownResource(), version: z.number() }),
  target: ({ db, input }): Promise<UserTarget | PushedTarget | Refusal> =>
    input.type === 'User' ? loadUser(db, input.id, false) : loadPushed(db, input.id, false),
  seenBy: 'scim.provision',
  permit: (actor, target) => provisionsOwn(actor, target),
  async run({ db, input, target }) {
    const { version } = target.row;
    if (target.type === 'scimUser') {
      const [resource = {}] = await presentUsers(db, [target.row], isAskedFor('groups', input));
      return { resource: project(USER_TYPE, resource, input), version };
    }
    const [resource = {}] = await presentGroups(db, [target.row], isAskedFor('members', input));
    return { resource: project(GROUP_TYPE, resource, input), version };
  },
});
