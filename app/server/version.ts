import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const packageFile = z.object({ version: z.string() });

/** The version in package.json; every way of starting the dashboard runs it in its own folder. */
export function dashboardVersion(): string {
  const text = readFileSync(join(process.cwd(), 'package.json'), 'utf8');
  return packageFile.parse(JSON.parse(text)).version;
}

let build: string | undefined;

/** The build that is running, new with each `next build`; under `next dev` there is none. */
export function dashboardBuild(): string {
  build ??= readBuild();
  return build;
}

function readBuild(): string {
  const file = join(process.cwd(), '.next', 'BUILD_ID');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'development';
}
