import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedDatabase, ownDatabase, prepareDatabase } from '@/cli/database/prepare';
import { loadSecrets, type Secrets } from '@/cli/database/secrets';
import { CommandFailure } from '@/cli/failure';
import type { Progress } from '@/cli/progress';
import type { Environment } from '@/domain/environment/env';
import { Child } from './child';
import { planChildren } from './child-commands';
import { claimDirectory, describeHolder, type HeldDirectory, type Holder } from './directory-owner';
import { EmbeddedGuard } from './embedded-guard';
import { checkPorts } from './ports';
import { waitUntilReady } from './ready';

/** How long a start waits for the one before it, which may be ending at this moment. */
const PREDECESSOR_MS = 5_000;
const CRASHED_CHILDREN_MS = 6_000;

export interface SupervisorOptions {
  readonly environment: Environment;
  readonly progress: Progress;
  readonly isDevelopment: boolean;
}

export interface DatabaseAccess {
  readonly databaseUrl: string;
  readonly secrets: Secrets;
}

/** Starts every part of the product in order, and ends them in the opposite one. */
export class Supervisor {
  /** What to undo at the end, last first. */
  private readonly undo: (() => Promise<unknown>)[] = [];
  private readonly killable: { kill(): void }[] = [];
  private ending: Promise<void> | undefined;

  constructor(private readonly options: SupervisorOptions) {}

  get isStopping(): boolean {
    return this.ending !== undefined;
  }

  private readonly report = (line: string) => this.options.progress.note(line);

  private async takeDirectory(): Promise<HeldDirectory> {
    const { dataDirectory } = this.options.environment;
    for (const until = Date.now() + PREDECESSOR_MS; ; await sleep(100)) {
      const directory = await claimDirectory(dataDirectory, 'start');
      if ('release' in directory) {
        this.undo.push(() => directory.release());
        return directory;
      }
      if (Date.now() > until) {
        throw new CommandFailure(await explainHeld(dataDirectory, directory.holder));
      }
    }
  }

  private async checkPorts(directory: HeldDirectory): Promise<void> {
    const { environment } = this.options;
    const wanted = (['dashboard', 'verifier'] as const).map((purpose) => ({
      purpose,
      host: environment[`${purpose}Host`],
      port: environment[`${purpose}Port`],
      portVariable: `${purpose.toUpperCase()}_PORT`,
      hostVariable: `${purpose.toUpperCase()}_HOST`,
    }));
    await checkPorts(wanted, directory.previousCrashed ? CRASHED_CHILDREN_MS : 0);
  }

  /** Database up, migrated and ready to use. */
  async startDatabase(): Promise<DatabaseAccess> {
    const { environment, progress } = this.options;
    const { dataDirectory, databaseUrl } = environment;
    const directory = await this.takeDirectory();
    await this.checkPorts(directory);
    const secrets = await loadSecrets(dataDirectory);
    if (databaseUrl) {
      await progress.step('migrate the database', () => prepareDatabase(ownDatabase(databaseUrl)));
      await directory.publish({ dashboardUrl: environment.keywardUrl });
      return { databaseUrl, secrets };
    }
    const guard = await progress.step('start Postgres', () =>
      EmbeddedGuard.start(dataDirectory, secrets, this.report),
    );
    this.killable.unshift(guard);
    this.undo.push(() => guard.stop());
    const { applicationUrl, server } = guard.urls;
    await progress.step('migrate the database', () =>
      prepareDatabase(embeddedDatabase(guard.urls)),
    );
    await directory.publish({ postgresPort: server.port, dashboardUrl: environment.keywardUrl });
    return { databaseUrl: applicationUrl, secrets };
  }

  /** All processes up and answering. They start at once and are reported one by one. */
  async startProcesses({ databaseUrl, secrets }: DatabaseAccess): Promise<void> {
    const { environment, progress, isDevelopment } = this.options;
    const nextAuthSecret = environment.nextAuthSecret ?? secrets.nextAuthSecret;
    const plans = planChildren(environment, databaseUrl, nextAuthSecret, isDevelopment);
    const readyAt = {
      dashboard: `http://${reachable(environment.dashboardHost)}:${environment.dashboardPort}/readyz`,
      verifier: `http://${reachable(environment.verifierHost)}:${environment.verifierPort}/readyz`,
      worker: null,
    };
    // Ended in the opposite order: first who asks, then who answers.
    const order = ['worker', 'verifier', 'dashboard'] as const;
    const started = order.map((name) => {
      const child = new Child(plans[name], this.report);
      this.killable.push(child);
      this.undo.push(() => child.stop());
      child.start();
      return { child, url: readyAt[name] };
    });
    for (const { child, url } of started.reverse()) {
      await progress.step(`start the ${child.name}`, () =>
        waitUntilReady(child, url, () => this.isStopping),
      );
    }
  }

  /** Ends everything that was started; a second call waits for the first. */
  stop(): Promise<void> {
    this.ending ??= (async () => {
      for (let step = this.undo.pop(); step; step = this.undo.pop()) await step();
    })();
    return this.ending;
  }

  /** For a second Ctrl-C: ends the processes without waiting for their work. */
  kill(): void {
    for (const part of this.killable.toReversed()) part.kill();
  }
}

async function explainHeld(dataDirectory: string, holder: Holder | null): Promise<string> {
  if (holder === null) {
    return `another process uses ${dataDirectory} and has not said which it is: stop it, or choose another KEYWARD_DATA_DIR`;
  }
  const where = holder.dashboardUrl ? ` at ${holder.dashboardUrl}` : '';
  return `Keyward already runs${where} (${await describeHolder(holder)}, data in ${dataDirectory}): stop that one, or choose another KEYWARD_DATA_DIR`;
}

/** An address to call for a host to listen on: the wildcard ones are not callable everywhere. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
