import { mkdir } from 'node:fs/promises';
import { EnvironmentError } from '@/domain/environment/env';

/**
 * Makes the data directory, for its owner alone, where there is none.
 * @throws EnvironmentError where it can't be one
 */
export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    const code = 'code' in error ? error.code : error.message;
    throw new EnvironmentError('KEYWARD_DATA_DIR', `can't be made a directory (${code})`, {
      cause: error,
    });
  });
}
