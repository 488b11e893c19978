import { z } from 'zod';
import { githubReport } from '@/domain/leaks/receive-from-github';
import { leakReport } from '@/domain/leaks/receive-leaks';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** Reporting leaks in the description of the control API: no command of it, and open to everybody. */
export const describeLeakReport = () => ({
  operationId: 'leaks.report',
  summary: 'Report secrets that were found where they don’t belong',
  description:
    'Open to everybody. The answer is the same whichever of them exist; what becomes of those that do, the policy for leaks says.',
  tags: ['leaks'],
  security: [],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: z.toJSONSchema(leakReport, { io: 'input' }) },
    },
  },
  responses: {
    '202': {
      description: 'Received',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['received'],
            properties: { received: { type: 'integer' } },
          },
        },
      },
    },
    '400': problem('No JSON'),
    '413': problem('Too large'),
    '422': problem('Not a report'),
    '429': problem('Too many reports from this network'),
    '503': problem('No connection to the database became free'),
    '500': problem('A fault of ours'),
  },
});

/** The same for GitHub, which signs what it sends and is told what was right. */
export const describeGithubReport = () => ({
  operationId: 'leaks.reportFromGithub',
  summary: 'Report secrets that GitHub’s secret scanning has found',
  description: 'Open to whoever signs the body with a key that GitHub publishes (ECDSA, P-256).',
  tags: ['leaks'],
  security: [],
  parameters: ['Github-Public-Key-Identifier', 'Github-Public-Key-Signature'].map((name) => ({
    ...{ name, in: 'header', required: true, schema: { type: 'string' } },
  })),
  requestBody: {
    required: true,
    content: { 'application/json': { schema: z.toJSONSchema(githubReport, { io: 'input' }) } },
  },
  responses: {
    '200': {
      description: 'Received: which matches are tokens of this installation',
      content: {
        'application/json': {
          schema: {
            type: 'array',
            items: {
              type: 'object',
              required: ['token_hash', 'token_type', 'label'],
              properties: {
                token_hash: { type: 'string', description: 'SHA-256 in hexadecimal digits' },
                token_type: { type: 'string' },
                label: { type: 'string', enum: ['true_positive', 'false_positive'] },
              },
            },
          },
        },
      },
    },
    '400': problem('No JSON'),
    '403': problem('Not signed by GitHub'),
    '413': problem('Too large'),
    '422': problem('Not a report'),
    '429': problem('Too many reports from this network'),
    '503': problem('No connection to the database became free, or the keys can’t be had'),
    '500': problem('A fault of ours'),
  },
});
