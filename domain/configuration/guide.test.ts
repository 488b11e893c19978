import { readFile as readText } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { applied, planned } from '@/domain/testing/configuration';
import { it, world } from '@/domain/testing/fixture';

it('the example of docs/configuration-as-code.md is applied as it stands there, and then changes nothing', async () => {
  const page = await readText(
    join(import.meta.dirname, '../../docs/configuration-as-code.md'),
    'utf8',
  );
  const file = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
  expect((await planned(world, file)).lines).toContain('+ group logistics');
  await applied(world, file);
  expect((await planned(world, file)).counts).toEqual({ create: 0, update: 0, delete: 0 });
});
