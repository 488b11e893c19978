import { applyConfiguration } from '@/domain/configuration/apply-configuration';
import { exportConfiguration } from '@/domain/configuration/export-configuration';
import { planConfiguration } from '@/domain/configuration/plan-configuration';
import { commandCase, queryCase } from './case';

const RENAMING = 'version: 1\ngroups:\n  billing:\n    name: Other\n';
const BROKEN = 'version: 1\ngroups:\n  billing:\n    nmae: Other\n';

export const CONFIGURATION_COMMANDS = [
  commandCase(applyConfiguration, {
    input: () => ({ file: RENAMING }),
    records: 'groups.update',
    event: ({ fixture }) => ({
      target: fixture.group.id,
      before: { name: 'Billing' },
      after: { name: 'Other' },
      affects: [fixture.group.id],
    }),
    refused: { code: 'configuration_invalid', given: async () => ({ file: BROKEN }) },
    bad: [{ expect: 'x'.repeat(65) }, 'expect'],
  }),
];

export const CONFIGURATION_QUERIES = [
  queryCase(exportConfiguration, { input: () => ({}) }),
  queryCase(planConfiguration, {
    input: () => ({ file: RENAMING }),
    refused: { code: 'configuration_invalid', given: async () => ({ file: BROKEN }) },
    bad: [{ prune: 'yes' }, 'prune'],
  }),
];
