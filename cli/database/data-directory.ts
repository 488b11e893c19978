import { mkdir } from 'node:fs/promises';
import { EnvironmentError } from '@/domain/environment/env';

/**
 * Makes the data directory, for its owner alone, where there is none.
 * @throws EnvironmentError where it can't be one
 */
export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  try {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new EnvironmentError('KEYWARD_DATA_DIR', `can't be made a directory (${code})`, {
      cause: error,
    });
  }
}
