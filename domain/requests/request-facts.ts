import { isAdministrator } from '@/domain/authority/administrators';
import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { refuseAddition } from '@/domain/groups/group-rules';
import type { RequestView } from './request-view';

/** What nobody has decided by then is over. */
export const ACCESS_REQUEST_DAYS = 30;
export const MAX_OPEN_REQUESTS = 20;
export const MAX_ASKED_OPERATIONS = 50;

/** The target of a command, of a request that is shown. */
export const requestTarget = (request: RequestView): Target => ({
  type: 'request',
  id: request.id,
  name: request.title,
  groupIds: request.kind === 'access' && request.group ? [request.group.id] : [],
  identityId: request.personId ?? request.requester.id,
});

export const isOwn = (
  actor: Pick<Actor, 'id'>,
  { requester, personId }: Pick<RequestView, 'requester' | 'personId'>,
): boolean => actor.id === requester.id || actor.id === personId;

/** What a request's state, and who asked for it, refuse to whoever has the right. */
export const requestRules = {
  approve(actor: Actor, request: RequestView): Refusal | null {
    return (
      refuseClosed(request) ?? (request.kind === 'change' ? bySecond : byGiver)(actor, request)
    );
  },
  deny(_actor: Actor, request: RequestView): Refusal | null {
    return refuseClosed(request);
  },
};

const WORDS: Readonly<Record<RequestView['state'], string>> = {
  open: 'is open',
  approved: 'was approved already',
  denied: 'was denied already',
  withdrawn: 'was withdrawn',
  expired: 'has run out: nobody decided in time',
};

export const refuseClosed = ({ state }: Pick<RequestView, 'state'>): Refusal | null =>
  state === 'open' ? null : refuse('conflict', 'request_over', `The request ${WORDS[state]}.`);

/** Whoever was taken out of the group asks no more to stay in it. */
const refuseRemoved = ({ extended, requester }: RequestView): Refusal | null =>
  extended === 'removed' ? takenOut(requester.name) : null;

export const takenOut = (name: string): Refusal =>
  refuse(
    'conflict',
    'request_outdated',
    `${name} was taken out of the group since. Deny the request.`,
  );

/** Two people: who asked, by whatever token, is one of them. */
function bySecond(actor: Actor, request: RequestView): Refusal | null {
  if (isOwn(actor, request)) {
    return refuse(
      'conflict',
      'second_person',
      'You asked for this yourself: another administrator must approve it.',
    );
  }
  if (actor.type !== 'person') {
    return refuse(
      'conflict',
      'second_person',
      'A person must approve this, not a service account.',
    );
  }
  return isAdministrator(actor)
    ? null
    : refuse('forbidden', 'needs_administrator', 'Only an administrator can approve this.');
}

function byGiver(actor: Actor, request: RequestView): Refusal | null {
  const { group } = request;
  if (isOwn(actor, request) && !actor.grants.has('groups.editMembers')) {
    return refuse(
      'conflict',
      'second_person',
      'You asked for this yourself: somebody else must approve it.',
    );
  }
  if (request.waitsFor) {
    return refuse(
      'conflict',
      'awaits_approval',
      'This was approved, and waits for a second administrator.',
    );
  }
  return refuseRemoved(request) ?? (group && refuseAddition(actor, group));
}
