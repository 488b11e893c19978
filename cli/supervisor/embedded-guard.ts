import { setTimeout as sleep } from 'node:timers/promises';
import { type StartedDatabase, startDatabase } from '@/cli/database/embedded-database';
import type { Secrets } from '@/cli/database/secrets';
import { describeError } from '@/db/describe-error';

const RESTART_AFTER_MS = 1_000;

/** Keeps the embedded server running on the port it began with, until `stop`. */
export class EmbeddedGuard {
  private isStopping = false;

  private constructor(
    private database: StartedDatabase,
    private readonly restart: (port: number) => Promise<StartedDatabase>,
    private readonly report: (line: string) => void,
  ) {
    this.watch();
  }

  static async start(
    dataDirectory: string,
    secrets: Secrets,
    report: (line: string) => void,
  ): Promise<EmbeddedGuard> {
    const restart = (port?: number) => startDatabase(dataDirectory, secrets, report, port);
    return new EmbeddedGuard(await restart(), restart, report);
  }

  get urls(): StartedDatabase {
    return this.database;
  }

  private watch(): void {
    const { ended } = this.database.server;
    ended
      .then(() => (this.isStopping ? undefined : this.recover()))
      .catch((error: Error) => this.report(`Postgres cannot be watched: ${describeError(error)}`));
  }

  private async recover(): Promise<void> {
    const { port } = this.database.server;
    this.report(`Postgres ended unexpectedly; restarting in ${RESTART_AFTER_MS / 1000} s`);
    while (!this.isStopping) {
      await sleep(RESTART_AFTER_MS);
      if (this.isStopping) return;
      try {
        this.database = await this.restart(port);
        this.watch();
        return;
      } catch (error) {
        this.report(`Postgres does not come back: ${describeError(error)}`);
      }
    }
  }

  kill(): void {
    this.isStopping = true;
    this.database.server.kill();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.database.server.stop();
  }
}
