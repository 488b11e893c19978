import type { Readable } from 'node:stream';
import { asBare, GitFailure, runGit } from './run-git';
import { type PlacedSecret, scanBytes } from './scan-file';

/** A blob, the message of a commit or a tag, or the names in a folder (a tree), with secrets in it. */
export interface TellingObject {
  readonly hash: string;
  readonly type: string;
  readonly secrets: readonly PlacedSecret[];
}

export interface ScannedObjects {
  readonly count: number;
  readonly telling: readonly TellingObject[];
  /** Hashes of those that are too large to be held in memory. */
  readonly tooLarge: readonly string[];
}

interface StoredObject {
  readonly hash: string;
  readonly type: string;
  /** Null where it is too large. */
  readonly content: Buffer | null;
}

const MAX_OBJECT_BYTES = 256 * 1024 * 1024;
const NEWLINE = 10;

/**
 * Scans objects of a repository: all that it stores, whether a branch leads there or not, or those named.
 * @param named hashes; null for all
 */
export async function scanObjects(
  folder: string,
  named: readonly string[] | null,
): Promise<ScannedObjects> {
  const telling: TellingObject[] = [];
  const tooLarge: string[] = [];
  let count = 0;
  const read = async (output: Readable) => {
    for await (const { hash, type, content } of readBatch(output)) {
      count += 1;
      if (content === null) tooLarge.push(hash);
      const secrets = content ? scanBytes(content) : [];
      if (secrets.length > 0) telling.push({ hash, type, secrets });
    }
  };
  const which = named ? [] : ['--batch-all-objects', '--unordered'];
  const input = named?.map((hash) => `${hash}\n`).join('') ?? '';
  const args = ['cat-file', '--batch', ...which];
  await runGit(folder, named ? args : [...asBare(folder), ...args], { read, input });
  return { count, telling, tooLarge };
}

/** Reads what `git cat-file --batch` prints: `hash type size`, the content, and a newline (git-cat-file(1)). */
async function* readBatch(output: Readable): AsyncGenerator<StoredObject> {
  let header = '';
  let object: Filling | null = null;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      if (object) {
        at += object.fill(chunk, at);
        if (object.isWhole) yield object;
        if (object.isWhole) object = null;
        continue;
      }
      const end = chunk.indexOf(NEWLINE, at);
      const upTo = end === -1 ? chunk.length : end;
      header += chunk.toString('latin1', at, upTo);
      at = upTo + 1;
      if (end === -1) continue;
      object = new Filling(header);
      header = '';
    }
  }
}

/** An object whose content comes in pieces. */
class Filling implements StoredObject {
  readonly hash: string;
  readonly type: string;
  readonly content: Buffer | null;
  private readonly size: number;
  private filled = 0;

  /** @throws GitFailure for `<hash> missing`, as of an object that a partial clone has not fetched */
  constructor(header: string) {
    const [hash = '', type = '', size = ''] = header.split(' ');
    if (!/^\d+$/.test(size)) throw new GitFailure(`object ${hash} is ${type || 'unreadable'}`);
    this.hash = hash;
    this.type = type;
    this.size = Number(size);
    this.content = this.size > MAX_OBJECT_BYTES ? null : Buffer.allocUnsafe(this.size);
  }

  /** Takes what is its own, and the newline that follows. @returns how many bytes */
  fill(chunk: Buffer, at: number): number {
    const taken = Math.min(this.size + 1 - this.filled, chunk.length - at);
    this.content?.set(
      chunk.subarray(at, at + Math.min(taken, this.size - this.filled)),
      this.filled,
    );
    this.filled += taken;
    return taken;
  }

  get isWhole(): boolean {
    return this.filled > this.size;
  }
}
