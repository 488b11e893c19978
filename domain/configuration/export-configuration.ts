import { z } from 'zod';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readAll, unseenBy } from './file-schema';
import { exportedSchema } from './plan-view';
import { writeFile } from './write-file';

/**
 * Everything a configuration file can say of this installation, as of one moment, that the actor may list.
 * A section they may not is left out whole, so that applying the file leaves it alone.
 */
export const exportConfiguration = defineQuery({
  operation: 'configuration.export',
  summary: 'Export the configuration as a file',
  http: { method: 'GET', path: '/configuration' },
  input: z.object({}),
  output: exportedSchema,
  target: () => everything('system'),
  async run({ db, actor }) {
    const leftOut = unseenBy(actor);
    const file = await db.transaction(
      async (tx) => writeFile(await readAll(tx, leftOut), leftOut),
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
    return { file, leftOut };
  },
});
