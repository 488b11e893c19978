import { resolve, sep } from 'node:path';
import { withholdSecretsWithin } from '@/db/secrets/withhold-secrets';
import { type Finding, findingsOf, type Place } from './findings';
import { GitFailure } from './run-git';
import { scanFile, secretsInName } from './scan-file';
import { checkoutOf, scanHistory, scanStaged, storeOf } from './scan-history';
import { modulesOf, reasonOf, type Unread, walkFiles } from './walk-files';

interface ScanOptions {
  /** Only what is staged for the next commit. */
  readonly staged?: boolean;
  readonly history: boolean;
  /** Files and folders to leave out. */
  readonly exclude?: readonly string[];
  /** SHA-256 of secrets that may be there, in hex. */
  readonly allowed: ReadonlySet<string>;
}

/** What one scan has seen. */
export interface Scan {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly objects: number;
  /** What was not scanned: then nobody can say that there is nothing. */
  readonly unread: readonly Unread[];
}

/** Collects what is found, and what could not be looked at. */
class Scanning {
  readonly places: [secret: string, place: Place][] = [];
  readonly unread: Unread[] = [];
  files = 0;
  objects = 0;
  /** Where repositories store their objects, of those that were scanned. */
  private readonly stores = new Set<string>();

  /** @returns the repositories that it came by */
  scanFiles(path: string, isExcluded: (path: string) => boolean): string[] {
    const repositories: string[] = [];
    const walk = {
      isExcluded,
      unread: (problem: Unread) => void this.unread.push(problem),
      repository: (folder: string) => void repositories.push(folder),
      named: (name: string, at: string) => {
        for (const secret of secretsInName(name))
          this.places.push([secret, { in: 'name', path: at }]);
      },
    };
    for (const file of walkFiles(path, walk)) {
      this.files += 1;
      try {
        this.keep(scanFile(file), (at) => ({ in: 'file', path: file, ...at }));
      } catch (cause) {
        this.unread.push({ path: file, reason: reasonOf(cause) });
      }
    }
    return repositories;
  }

  async scanHistory(repository: string, isExcluded: (path: string) => boolean): Promise<void> {
    await this.ofGit(repository, async () => {
      const store = await storeOf(repository);
      if (this.stores.has(store)) return;
      this.stores.add(store);
      const { secrets, names, objects, tooLarge, isShallow } = await scanHistory(repository);
      this.objects += objects;
      this.keep(secrets, (at) => ({ in: 'history', repository, ...at }));
      this.keep(names, (at) => ({ in: 'history', repository, ...at }));
      this.keepTooLarge(tooLarge);
      const reason = 'a shallow clone: its earlier history is elsewhere';
      if (isShallow) this.unread.push({ path: repository, reason });
      for (const module of modulesOf(store, (problem) => this.unread.push(problem))) {
        if (!isExcluded(await checkoutOf(module))) await this.scanHistory(module, isExcluded);
      }
    });
  }

  async scanStaged(repository: string): Promise<void> {
    await this.ofGit(repository, async () => {
      const { secrets, names, objects, tooLarge } = await scanStaged(repository);
      this.objects += objects;
      this.keep(secrets, (at) => ({ in: 'staged', ...at }));
      this.keep(names, ({ path }) => ({ in: 'name', path }));
      this.keepTooLarge(tooLarge);
    });
  }

  private keep<Found extends { readonly secret: string }>(
    found: readonly Found[],
    place: (at: Omit<Found, 'secret'>) => Place,
  ): void {
    for (const { secret, ...at } of found) this.places.push([secret, place(at)]);
  }

  private keepTooLarge(names: readonly string[]): void {
    this.unread.push(...names.map((path) => ({ path, reason: 'larger than 256 MiB' })));
  }

  private async ofGit(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      this.unread.push({ path, reason: `its Git history: ${error.message}` });
    }
  }
}

/** Scans files and folders, and the history of each repository among them. */
export async function scanPaths(
  paths: readonly string[],
  { staged, history, exclude = [], allowed }: ScanOptions,
): Promise<Scan> {
  const scanning = new Scanning();
  const excluded = exclude.map((path) => resolve(path));
  const isExcluded = (path: string) => {
    const full = resolve(path);
    return excluded.some((one) => full === one || full.startsWith(one + sep));
  };
  for (const path of paths) {
    if (staged) {
      await scanning.scanStaged(path);
      continue;
    }
    const repositories = scanning.scanFiles(path, isExcluded);
    if (!history) continue;
    for (const repository of repositories) await scanning.scanHistory(repository, isExcluded);
  }
  const { files, objects, unread, places } = scanning;
  const findings = findingsOf(places, allowed);
  // A secret in a name, or in that of an author, is no more told than any other.
  return withholdSecretsWithin({ findings, files, objects, unread });
}
