import { explainIdentity } from '@/domain/access/explain-identity';
import { systemActor } from '@/domain/base/actor';
import { createService } from '@/domain/effects/create-service';
import { offboardIdentity } from '@/domain/effects/offboard-identity';
import { createIdentity } from '@/domain/identities/create-identity';
import { getIdentity } from '@/domain/identities/get-identity';
import { handOverService } from '@/domain/identities/hand-over-service';
import { listHoldings } from '@/domain/identities/list-holdings';
import { listIdentities } from '@/domain/identities/list-identities';
import { listInvitations } from '@/domain/identities/list-invitations';
import { listMade } from '@/domain/identities/list-made';
import { renameSelf } from '@/domain/identities/rename-self';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { revokeInvitation } from '@/domain/identities/revoke-invitation';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { undoStop } from '@/domain/identities/undo-stop';
import { updateIdentity } from '@/domain/identities/update-identity';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { commandCase, queryCase, type Scene } from './case';

const identity = (aim: Aim) => ({ identity: aim.member });
const ofCora = ({ fixture }: Scene) => ({
  target: fixture.colleague.id,
  affects: [fixture.colleague.id],
});

export const IDENTITY_COMMANDS = [
  commandCase(createIdentity, {
    input: () => ({ type: 'service' as const, name: 'new', slug: 'fresh' }),
    event: (_scene, { id }) => ({
      target: id,
      after: { type: 'service', name: 'new', slug: 'fresh', email: null },
      affects: [],
    }),
    refused: { code: 'already_exists', given: async () => ({ slug: 'mailer' }) },
    bad: [{ type: 'robot' }, 'type'],
  }),
  commandCase(createService, {
    input: (aim) => ({ group: aim.group, name: 'new', slug: 'fresh' }),
    at: 'group',
    event: ({ fixture }, { id }) => ({
      target: id,
      after: {
        ...{ type: 'service', name: 'new', slug: 'fresh', owner: 'billing' },
        memberships: [{ group: fixture.group.id, role: 'member' }],
      },
      affects: [id],
    }),
    refused: { code: 'already_exists', given: async () => ({ slug: 'mailer' }) },
    bad: [{ name: '' }, 'name'],
  }),
  commandCase(handOverService, {
    input: (aim) => ({ identity: aim.service, group: aim.group }),
    at: 'identity',
    event: ({ fixture }) => ({
      target: fixture.service.id,
      before: { owner: null },
      after: { owner: 'billing' },
      affects: [],
    }),
    refused: { code: 'invalid_input', given: async () => ({ group: 'auditors' }) },
    bad: [{ group: '' }, 'group'],
  }),
  commandCase(updateIdentity, {
    input: (aim) => ({ identity: aim.member, name: 'Other' }),
    at: 'identity',
    event: (scene) => ({
      ...ofCora(scene),
      before: { name: 'Cora', email: 'cora@example.com' },
      after: { name: 'Other', email: 'cora@example.com' },
    }),
    refused: { code: 'already_exists', given: async () => ({ email: 'max@example.com' }) },
    bad: [{ email: 'nobody' }, 'email'],
  }),
  commandCase(suspendIdentity, {
    input: identity,
    at: 'identity',
    event: (scene) => ({
      ...ofCora(scene),
      before: { state: 'active' },
      after: { state: 'suspended', endedSessions: 1 },
    }),
    refused: {
      code: 'last_administrator',
      given: async ({ world }) => ({ identity: world.administratorId }),
    },
    bad: [{ reason: 'x'.repeat(501) }, 'reason'],
  }),
  commandCase(resumeIdentity, {
    input: identity,
    at: 'identity',
    given: async ({ world, fixture }) => {
      await asAdministrator(world, suspendIdentity, { identity: fixture.colleague.id });
    },
    event: (scene) => ({
      ...ofCora(scene),
      before: { state: 'suspended' },
      after: { state: 'active' },
    }),
    refused: { code: 'identity_not_suspended' },
    bad: [{ reason: 'a\0b' }, 'reason'],
  }),
  commandCase(stopIdentity, {
    input: identity,
    at: 'identity',
    event: ({ fixture }) => ({
      target: fixture.colleague.id,
      after: { revokedTokens: [fixture.colleagueToken.token.id], endedSessions: 1 },
      affects: [fixture.colleague.id, fixture.colleagueToken.token.id],
    }),
    refused: {
      code: 'invalid_input',
      given: async ({ fixture }) => ({ alsoRevoke: [fixture.memberToken.token.id] }),
    },
    bad: [{ alsoRevoke: ['x'.repeat(101)] }, 'alsoRevoke.0'],
  }),
  commandCase(undoStop, {
    input: identity,
    at: 'identity',
    given: async ({ world, aim }) => {
      await asAdministrator(world, stopIdentity, { ...identity(aim), suspend: true });
    },
    event: ({ fixture }) => ({
      target: fixture.colleague.id,
      after: { restoredTokens: [fixture.colleagueToken.token.id], resumed: true },
      affects: [fixture.colleague.id, fixture.colleagueToken.token.id],
    }),
    refused: { code: 'undo_expired' },
    bad: [{ identity: '' }, 'identity'],
  }),
  commandCase(offboardIdentity, {
    input: identity,
    at: 'identity',
    // In no group and suspended already: all that is left to end is a link.
    given: async ({ world }) => {
      const person = { type: 'person' as const, name: 'Gone', email: 'gone@example.com' };
      const { id } = await asAdministrator(world, createIdentity, person);
      await asAdministrator(world, suspendIdentity, { identity: id });
      await asAdministrator(world, inviteIdentity, { identity: id });
      return { identity: id };
    },
    records: 'identities.stop',
    event: (_scene, { identity: { id } }) => ({
      target: id,
      after: { revokedTokens: [], endedSessions: 0 },
      affects: [id],
    }),
    refused: {
      code: 'invalid_input',
      given: async ({ world }) => ({ identity: world.administratorId }),
    },
    bad: [{ leads: [{ group: '', identity: 'somebody' }] }, 'leads.0.group'],
  }),
  commandCase(renameSelf, {
    input: () => ({ name: 'Other' }),
    event: ({ world }) => ({
      target: world.administratorId,
      before: { name: 'Ada' },
      after: { name: 'Other' },
      affects: [world.administratorId],
    }),
    refused: { code: 'not_a_session', by: () => systemActor('helper', ['identities.renameSelf']) },
    outside: { by: ({ actors }) => actors.token, code: 'not_found' },
    bad: [{ name: '' }, 'name'],
  }),
  commandCase(revokeInvitation, {
    input: identity,
    at: 'identity',
    given: async ({ world, fixture }) => {
      await asAdministrator(world, inviteIdentity, { identity: fixture.colleague.id });
    },
    event: ({ fixture }) => ({
      target: fixture.colleague.id,
      after: { voidedSetupLinks: 1 },
      affects: [],
    }),
    refused: { code: 'no_invitation' },
    bad: [{ identity: '' }, 'identity'],
  }),
  commandCase(inviteIdentity, {
    input: identity,
    at: 'identity',
    event: ({ fixture }, { id }) => ({
      target: fixture.colleague.id,
      after: { setupLink: id },
      affects: [],
    }),
    // Holds the right to make links, and not what the administrator whom the link is for holds.
    refused: {
      code: 'needs_administrator',
      by: () => systemActor('helper', ['identities.invite', 'identities.get']),
      given: async ({ world }) => ({ identity: world.administratorId }),
    },
    bad: [{ identity: '' }, 'identity'],
  }),
];

export const IDENTITY_QUERIES = [
  queryCase(listInvitations, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getIdentity, { input: identity, at: 'identity' }),
  queryCase(explainIdentity, { input: identity, at: 'identity' }),
  queryCase(listHoldings, { input: identity, at: 'identity' }),
  queryCase(listMade, { input: identity, at: 'identity' }),
  queryCase(listIdentities, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
];
