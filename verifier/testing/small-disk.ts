import { execFile } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MEBIBYTE = 1_048_576;
const SIZE_BYTES = 8 * MEBIBYTE;
const MOUNT = 'mount -o loop,errors=remount-ro "$1" "$2"';

/** Runs its arguments with a small ext4 mounted, in a mount namespace that ends with the process. */
const wrap = (image: string, directory: string): string[] => [
  ...['unshare', '--mount', 'sh', '-c', `${MOUNT} && shift 2 && exec "$@"`, 'sh'],
  ...[image, directory],
];

async function makeImage(folder: string): Promise<string> {
  const image = join(folder, 'image');
  await writeFile(image, '');
  await truncate(image, SIZE_BYTES);
  await run('mkfs.ext4', ['-q', '-m', '0', image]);
  return image;
}

/** Why no disk can be mounted here; null where it can, which takes Linux, root and loop devices. */
export async function whyNoDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'verifier-disk-'));
  try {
    const [command = '', ...rest] = wrap(await makeImage(folder), folder);
    await run(command, [...rest, 'true']);
    return null;
  } catch (error) {
    return (error as Error).message.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A disk of 8 MiB of its own for one verifier, and what can happen to disks. */
export async function makeSmallDisk() {
  const folder = await mkdtemp(join(tmpdir(), 'verifier-disk-'));
  const directory = await mkdtemp(join(tmpdir(), 'verifier-disk-'));
  const image = await makeImage(folder);
  /** In the namespace of the process `pid`, which alone sees the disk. */
  const inside = (pid: number, script: string) =>
    run('nsenter', ['-t', `${pid}`, '-m', 'sh', '-c', script, 'sh', image, directory]);
  return {
    directory,
    wrapper: wrap(image, directory),
    fill: (pid: number) => inside(pid, 'cat /dev/zero > "$2/filler" 2>&1 || sync "$2/filler"'),
    /** Takes most of it, so that the rest is soon full. */
    narrow: (pid: number) => inside(pid, 'fallocate -l 5MiB "$2/ballast"'),
    makeRoom: (pid: number) => inside(pid, 'rm "$2/filler"'),
    /** As the kernel does after an error that could damage it. */
    turnReadOnly: (pid: number) =>
      inside(
        pid,
        'echo 1 > "/sys/fs/ext4/$(basename "$(findmnt -no SOURCE "$2")")/trigger_fs_error"',
      ),
    hang: (pid: number) => inside(pid, 'fsfreeze -f "$2"'),
    answerAgain: (pid: number) => inside(pid, 'fsfreeze -u "$2"'),
    async remove() {
      await rm(folder, { recursive: true, force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
}
