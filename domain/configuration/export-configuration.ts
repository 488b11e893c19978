import { z } from 'zod';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readAll } from './file-schema';
import { exportedSchema } from './plan-view';
import { writeFile } from './write-file';

/** Everything a configuration file can say of this installation, as of one moment. */
export const exportConfiguration = defineQuery({
  operation: 'configuration.export',
  summary: 'Export the configuration as a file',
  http: { method: 'GET', path: '/configuration' },
  input: z.object({}),
  output: exportedSchema,
  target: () => everything('system'),
  run: async ({ db }) => ({
    file: await db.transaction(async (tx) => writeFile(await readAll(tx)), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    }),
  }),
});
