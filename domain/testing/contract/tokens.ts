import { decisions } from '@/db/schema/history';
import { explainToken } from '@/domain/access/explain-token';
import { listGroupUses, listTokenUses } from '@/domain/access/list-uses';
import { newId } from '@/domain/base/ids';
import { listAttention } from '@/domain/overview/list-attention';
import { snoozeAttention, unsnoozeAttention } from '@/domain/overview/snooze-attention';
import { rotateToken } from '@/domain/rotations/rotate-token';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { approveToken } from '@/domain/tokens/approve-token';
import { countExpiries } from '@/domain/tokens/count-expiries';
import { createToken } from '@/domain/tokens/create-token';
import { denyToken } from '@/domain/tokens/deny-token';
import { getOwnToken } from '@/domain/tokens/get-own-token';
import { getToken } from '@/domain/tokens/get-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import { lookupToken } from '@/domain/tokens/lookup-token';
import { previewMatching } from '@/domain/tokens/preview-matching';
import { renameToken } from '@/domain/tokens/rename-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeFamily } from '@/domain/tokens/revoke-family';
import { revokeMatching } from '@/domain/tokens/revoke-matching';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { setTokenLimits } from '@/domain/tokens/set-token-limits';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { commandCase, queryCase, type Scene } from './case';

const token = (aim: Aim) => ({ token: aim.token });
const ofToken = ({ aim }: Scene) => ({ target: aim.token, affects: [aim.token] });
const waiting = (aim: Aim) => ({ token: aim.awaitingToken });
const revoke = async ({ world, aim }: Scene) => {
  await asAdministrator(world, revokeToken, { token: aim.token });
};
const snoozing = (aim: Aim) => ({
  ...{ kind: 'unused' as const, token: aim.token },
  until: new Date(Date.now() + 7 * 86_400_000).toISOString(),
});
const longReason = [{ reason: 'x'.repeat(501) }, 'reason'] as const;

const usedFromThere = async ({ world, aim }: Scene) => {
  await world.db.insert(decisions).values({
    ...{ id: newId('decision'), at: new Date().toISOString(), verifier: 'edge' },
    ...{ outcome: 'allowed', code: 'allowed', tokenId: aim.token, ip: '198.51.100.7' },
  });
};

export const TOKEN_COMMANDS = [
  commandCase(createToken, {
    input: (aim) => ({ identity: aim.service, group: aim.group, name: 'new' }),
    at: 'group',
    event: ({ fixture }, { token: { id } }) => ({
      target: id,
      after: { identity: fixture.service.id, group: 'billing', kind: 'service' },
      affects: [id],
    }),
    refused: {
      code: 'personal_token',
      given: async ({ aim }) => ({ identity: aim.member }),
    },
    bad: [{ ttlSeconds: 59 }, 'ttlSeconds'],
  }),
  commandCase(approveToken, {
    input: waiting,
    at: 'token',
    event: ({ aim }) => ({
      target: aim.awaitingToken,
      before: { state: 'awaiting' },
      after: { state: 'active' },
      affects: [aim.awaitingToken],
    }),
    refused: { code: 'token_not_awaiting', given: async ({ aim }) => ({ token: aim.token }) },
    bad: longReason,
  }),
  commandCase(denyToken, {
    input: waiting,
    at: 'token',
    event: ({ aim }) => ({
      target: aim.awaitingToken,
      before: { state: 'awaiting' },
      after: { state: 'revoked' },
      affects: [aim.awaitingToken],
    }),
    refused: { code: 'token_not_awaiting', given: async ({ aim }) => ({ token: aim.token }) },
    bad: longReason,
  }),
  commandCase(renameToken, {
    input: (aim) => ({ token: aim.token, name: 'Other' }),
    at: 'token',
    event: (scene) => ({
      ...ofToken(scene),
      before: { name: 'colleague' },
      after: { name: 'Other' },
    }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ name: ' ' }, 'name'],
  }),
  commandCase(setTokenLimits, {
    input: (aim) => ({ token: aim.token, allowedCidrs: ['192.0.2.0/24'] }),
    at: 'token',
    event: (scene) => ({
      ...ofToken(scene),
      before: { allowedCidrs: [] },
      after: { allowedCidrs: ['192.0.2.0/24'] },
    }),
    refused: { code: 'token_not_active', given: revoke },
    bad: [{ allowedCidrs: ['everywhere'] }, 'allowedCidrs.0'],
  }),
  commandCase(snoozeAttention, {
    input: snoozing,
    at: 'token',
    event: ({ aim }) => ({ target: aim.token, after: { kind: 'unused' }, affects: [] }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ until: '2000-01-01T00:00:00Z' }, 'until'],
  }),
  commandCase(unsnoozeAttention, {
    input: (aim) => ({ kind: 'unused' as const, token: aim.token }),
    at: 'token',
    given: async ({ world, aim }) => {
      await asAdministrator(world, snoozeAttention, snoozing(aim));
    },
    event: ({ aim }) => ({
      target: aim.token,
      before: { kind: 'unused' },
      after: { kind: 'unused', until: null },
      affects: [],
    }),
    refused: { code: 'not_snoozed', given: async () => ({ kind: 'expiring' as const }) },
    bad: [{ kind: 'bored' }, 'kind'],
  }),
  commandCase(revokeToken, {
    input: token,
    at: 'token',
    event: (scene) => ({
      ...ofToken(scene),
      before: { state: 'active' },
      after: { state: 'revoked' },
    }),
    refused: { code: 'token_revoked', given: revoke },
    bad: longReason,
  }),
  commandCase(revokeMatching, {
    input: () => ({ usedFrom: '198.51.100.7', expect: 5 }),
    given: usedFromThere,
    event: ({ aim }) => ({
      target: null,
      after: { filter: { usedFrom: '198.51.100.7' }, revoked: [aim.token] },
      affects: [aim.token],
    }),
    refused: { code: 'nothing_matches' },
    bad: [{ usedFrom: '10.0' }, 'usedFrom'],
  }),
  commandCase(revokeFamily, {
    input: token,
    at: 'token',
    given: async ({ world, aim }) => {
      await asAdministrator(world, rotateToken, { token: aim.serviceToken });
      return { token: aim.serviceToken };
    },
    event: ({ aim }, { revoked }) => ({
      target: aim.serviceToken,
      after: { revoked },
      affects: revoked,
    }),
    refused: { code: 'token_revoked', given: revoke },
    bad: longReason,
  }),
  commandCase(rotateToken, {
    input: (aim) => ({ token: aim.serviceToken }),
    at: 'token',
    event: ({ aim }, { token: { id } }) => ({
      target: aim.serviceToken,
      after: { successor: id, retired: [] },
      affects: [aim.serviceToken, id],
    }),
    refused: { code: 'personal_token', given: async ({ aim }) => ({ token: aim.token }) },
    bad: [{ overlapSeconds: -1 }, 'overlapSeconds'],
  }),
  commandCase(undoRevokeToken, {
    input: token,
    at: 'token',
    given: revoke,
    event: (scene) => ({
      ...ofToken(scene),
      before: { state: 'revoked' },
      after: { state: 'active' },
    }),
    refused: { code: 'token_not_revoked' },
    bad: [{ token: 'x'.repeat(101) }, 'token'],
  }),
  commandCase(suspendToken, {
    input: token,
    at: 'token',
    event: (scene) => ({
      ...ofToken(scene),
      before: { state: 'active' },
      after: { state: 'suspended' },
    }),
    refused: {
      code: 'token_not_active',
      given: async ({ aim }) => ({ token: aim.suspendedToken }),
    },
    bad: longReason,
  }),
  commandCase(resumeToken, {
    input: (aim) => ({ token: aim.suspendedToken }),
    at: 'token',
    event: ({ aim }) => ({
      target: aim.suspendedToken,
      before: { state: 'suspended' },
      after: { state: 'active' },
      affects: [aim.suspendedToken],
    }),
    refused: { code: 'token_not_suspended', given: async ({ aim }) => ({ token: aim.token }) },
    bad: longReason,
  }),
];

export const TOKEN_QUERIES = [
  queryCase(previewMatching, {
    input: () => ({ usedFrom: '198.51.100.7' }),
    bad: [{ usedFrom: '10.0' }, 'usedFrom'],
  }),
  queryCase(getToken, { input: token, at: 'token' }),
  queryCase(getOwnToken, { input: () => ({}), by: ({ actors }) => actors.token }),
  queryCase(explainToken, { input: token, at: 'token' }),
  queryCase(listTokenUses, { input: token, at: 'token' }),
  queryCase(listGroupUses, { input: ({ group }) => ({ group }), at: 'group' }),
  queryCase(lookupToken, {
    input: (aim) => ({ sha256: aim.tokenSha256 }),
    at: 'sha256',
    refused: {
      code: 'token_malformed',
      given: async () => ({ sha256: undefined, secret: 'kwp_nothing' }),
    },
    bad: [{ sha256: 'abc' }, 'sha256'],
  }),
  queryCase(listTokens, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(listAttention, {
    input: () => ({ kind: 'unused' as const }),
    bad: [{ kind: 'bored' }, 'kind'],
  }),
  queryCase(countExpiries, { input: () => ({}), bad: [{ days: 0 }, 'days'] }),
];
