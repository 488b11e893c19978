import { systemActor } from '@/domain/base/actor';
import { createDestination } from '@/domain/destinations/create-destination';
import { deleteDestination } from '@/domain/destinations/delete-destination';
import { dryRunDestination } from '@/domain/destinations/dry-run';
import { getDestination } from '@/domain/destinations/get-destination';
import { listDestinations } from '@/domain/destinations/list-destinations';
import { recordTest, testDestination } from '@/domain/destinations/test-destination';
import { updateDestination } from '@/domain/destinations/update-destination';
import type { Aim } from '@/domain/testing/aim';
import { commandCase, queryCase, type Scene } from './case';
import { schedule } from './rotations';

const destination = (aim: Aim) => ({ destination: aim.destination });
const ofDestination = ({ aim }: Scene) => ({ target: aim.destination, affects: [] });
const notTheAuditor = { code: 'not_granted', by: ({ actors }: Scene) => actors.auditor } as const;
const tooLong = [{ destination: 'x'.repeat(101) }, 'destination'] as const;
const worker = () => systemActor('worker', ['destinations.recordTest']);
const repository = { kind: 'github', owner: 'acme', repository: 'billing' } as const;

export const DESTINATION_COMMANDS = [
  commandCase(createDestination, {
    input: () => ({ name: 'deploys', place: repository, credential: 'env:GITHUB_PAT' }),
    event: (_scene, made) => ({
      target: made.id,
      after: { kind: 'github', where: 'acme/billing', groups: [] },
      affects: [],
    }),
    refused: notTheAuditor,
    bad: [{ credential: 'ghp_0123456789' }, 'credential'],
  }),
  commandCase(updateDestination, {
    input: (aim) => ({ destination: aim.destination, name: 'safe', groups: ['billing'] }),
    at: 'destination',
    event: (scene) => ({
      ...ofDestination(scene),
      before: { name: 'vault', where: 'secret/billing on vault.example.com', groups: [] },
      after: { name: 'safe', groups: [scene.fixture.group.id] },
    }),
    refused: { code: 'invalid_input', given: async () => ({ place: repository }) },
    bad: [{ credential: 'env:NEXTAUTH_SECRET' }, 'credential'],
  }),
  commandCase(deleteDestination, {
    input: destination,
    at: 'destination',
    event: (scene) => ({
      ...ofDestination(scene),
      before: { name: 'vault', where: 'secret/billing on vault.example.com' },
    }),
    refused: { code: 'destination_in_use', given: schedule },
    bad: tooLong,
  }),
  commandCase(testDestination, {
    input: destination,
    at: 'destination',
    event: ofDestination,
    refused: notTheAuditor,
    bad: tooLong,
  }),
  commandCase(recordTest, {
    input: (aim) => ({ destination: aim.destination, passed: true, finding: 'It works.' }),
    at: 'destination',
    by: worker,
    event: (scene) => ({ ...ofDestination(scene), after: { passed: true } }),
    refused: notTheAuditor,
    bad: [{ finding: 'x'.repeat(1_001) }, 'finding'],
  }),
];

export const DESTINATION_QUERIES = [
  queryCase(listDestinations, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getDestination, { input: destination, at: 'destination', bad: tooLong }),
  queryCase(dryRunDestination, {
    input: (aim) => ({ destination: aim.destination, secretName: 'KEYWARD_TOKEN' }),
    at: 'destination',
    refused: { code: 'invalid_input', given: async () => ({ secretName: 'a/b' }) },
    bad: [{ secretName: '' }, 'secretName'],
  }),
];
