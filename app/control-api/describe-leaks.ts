import { z } from 'zod';
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
