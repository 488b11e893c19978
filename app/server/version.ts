import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const packageFile = z.object({ version: z.string() });

/** The version in package.json; every way of starting the dashboard runs it in its own folder. */
export function dashboardVersion(): string {
  const text = readFileSync(join(process.cwd(), 'package.json'), 'utf8');
  return packageFile.parse(JSON.parse(text)).version;
}
