import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { projectRoot } from '@/cli/project-root';
import { readableLine } from './log-line';

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;
const STEADY_AFTER_MS = 60_000;
const REMEMBERED_LINES = 15;

export interface ChildPlan {
  readonly name: string;
  /** Arguments for node. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** How long it may take to end when asked, before it is killed. */
  readonly graceMs: number;
  /** Lines of its output that are not worth showing. */
  readonly noise?: RegExp;
}

/** One process of the product, kept running until `stop`. */
export class Child {
  private current: ChildProcess | undefined;
  private startedAt = 0;
  private failures = 0;
  private isStopping = false;
  private hasSaidReady = false;
  private retry: NodeJS.Timeout | undefined;
  private readonly lastLines: string[] = [];

  constructor(
    private readonly plan: ChildPlan,
    private readonly report: (line: string) => void,
  ) {}

  get name(): string {
    return this.plan.name;
  }

  /** How often in a row it has ended by itself. */
  get failureCount(): number {
    return this.failures;
  }

  /** Whether the process that runs now has sent "ready". */
  get saidReady(): boolean {
    return this.hasSaidReady;
  }

  get output(): string {
    return this.lastLines.join('\n');
  }

  start(): void {
    this.startedAt = Date.now();
    this.hasSaidReady = false;
    const child = spawn(process.execPath, this.plan.args, {
      cwd: projectRoot,
      env: this.plan.env,
      // Its own process group: Ctrl-C reaches the supervisor alone, which then stops all in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.current = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.show(line));
    }
    child.on('message', (message) => {
      if (message === 'ready') this.hasSaidReady = true;
    });
    // Where no process came to be, no exit follows: the packages may just be installed anew.
    child.once('error', (error) => {
      if (child.pid === undefined) this.onExit(error.message);
      else this.report(`${this.name}: ${error.message}`);
    });
    child.once('exit', (code, signal) => this.onExit(signal ?? `exit ${code}`));
  }

  private show(line: string): void {
    if (line.trim() === '' || this.plan.noise?.test(line)) return;
    this.lastLines.push(line);
    if (this.lastLines.length > REMEMBERED_LINES) this.lastLines.shift();
    const readable = readableLine(line, this.plan.env.LOG_LEVEL !== undefined);
    if (readable !== null) this.report(`${this.name} │ ${readable}`);
  }

  private onExit(how: string): void {
    this.current = undefined;
    if (this.isStopping) return;
    const wasSteady = Date.now() - this.startedAt > STEADY_AFTER_MS;
    this.failures = wasSteady ? 1 : this.failures + 1;
    const delayMs = Math.min(FIRST_BACKOFF_MS * 2 ** (this.failures - 1), MAX_BACKOFF_MS);
    this.report(`${this.name} ended unexpectedly (${how}); restarting in ${delayMs / 1000} s`);
    this.retry = setTimeout(() => this.start(), delayMs);
  }

  /** Asks it to end, and kills it when the grace is over. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.retry);
    const child = this.current;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const late = setTimeout(() => this.kill(), this.plan.graceMs);
    await ended;
    clearTimeout(late);
  }

  /** Ends it and whatever it has started, at once. */
  kill(): void {
    this.isStopping = true;
    clearTimeout(this.retry);
    const pid = this.current?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
