import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runProgram } from './run-program';

const ACTION = join(import.meta.dirname, '../github-action');

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { required?: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: Readonly<Record<'using' | 'main' | 'post' | 'post-if', string>>;
}

/** What surrounds a job: variables of the repository, programs on its path, GitHub's OIDC endpoint. */
export interface Surroundings {
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly path?: string;
  /** Null where the job may ask for no token. */
  readonly oidc: { readonly url: string; readonly bearer: string } | null;
}

export interface JobDone {
  readonly succeeded: boolean;
  /** As GitHub shows it: masked values are stars, commands are gone. */
  readonly log: string;
  readonly masked: readonly string[];
  /** Outputs by id of their step. */
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Runs the steps of a job as GitHub's runner does: actions by their `action.yml`, scripts by bash,
 * outputs and state through files, workflow commands from what is printed, posts at the end of the
 * job whatever became of it.
 */
export async function runJob(steps: readonly Step[], around: Surroundings): Promise<JobDone> {
  const folder = await mkdtemp(join(tmpdir(), 'runner-'));
  const job = new Job(folder, around);
  try {
    let succeeded = true;
    for (const step of steps) {
      succeeded = await job.step(step);
      if (!succeeded) break;
    }
    await job.posts();
    return { succeeded, log: job.log, masked: job.masked, outputs: job.outputs };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The steps of the first job of a workflow, as its file has them. */
export function stepsOf(workflow: string): Step[] {
  const { jobs, permissions } = parse(workflow);
  const [job] = Object.values(jobs as Record<string, { steps: Step[]; permissions?: unknown }>);
  const granted = job?.permissions ?? permissions;
  if (granted?.['id-token'] !== 'write') throw new Error('the job may ask for no OIDC token');
  return job?.steps ?? [];
}

class Job {
  log = '';
  readonly masked: string[] = [];
  readonly outputs = new Map<string, Map<string, string>>();
  readonly #posts: (() => Promise<unknown>)[] = [];

  constructor(
    private readonly folder: string,
    private readonly around: Surroundings,
  ) {}

  step(step: Step): Promise<boolean> {
    const outputs = new Map<string, string>();
    if (step.id) this.outputs.set(step.id, outputs);
    return step.uses ? this.#action(step, outputs) : this.#script(step, outputs);
  }

  async posts(): Promise<void> {
    for (const post of this.#posts.reverse()) await post();
  }

  async #action(step: Step, outputs: Map<string, string>): Promise<boolean> {
    if (!/\/integrations\/github-action(@|$)/.test(step.uses ?? '')) {
      throw new Error(`the runner has no action ${step.uses}`);
    }
    const action = parse(await readFile(join(ACTION, 'action.yml'), 'utf8')) as Action;
    const given = this.#evaluated(step.with ?? {});
    const inputs: Record<string, string> = {};
    for (const [name, { default: value = '' }] of Object.entries(action.inputs)) {
      inputs[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = given[name] ?? value;
    }
    for (const name of Object.keys(given)) {
      if (!(name in action.inputs)) throw new Error(`the action has no input ${name}`);
    }
    const state = new Map<string, string>();
    const main = await this.#program(process.execPath, [join(ACTION, action.runs.main)], inputs, {
      ...{ outputs, state },
    });
    this.#posts.push(() => {
      const kept = [...state].map(([name, value]) => [`STATE_${name}`, value]);
      const env = { ...inputs, ...Object.fromEntries(kept) };
      return this.#program(process.execPath, [join(ACTION, action.runs.post)], env, {
        ...{ outputs: new Map(), state: new Map() },
      });
    });
    const undeclared = [...outputs.keys()].find((name) => !(name in action.outputs));
    if (undeclared) throw new Error(`action.yml declares no output ${undeclared}`);
    return main;
  }

  async #script(step: Step, outputs: Map<string, string>): Promise<boolean> {
    const script = join(this.folder, `${randomUUID()}.sh`);
    await writeFile(script, String(this.#evaluate(step.run ?? '')));
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', script];
    return this.#program('bash', args, this.#evaluated(step.env ?? {}), {
      ...{ outputs, state: new Map() },
    });
  }

  async #program(
    program: string,
    args: readonly string[],
    own: Readonly<Record<string, string>>,
    into: { outputs: Map<string, string>; state: Map<string, string> },
  ): Promise<boolean> {
    const at = await mkdtemp(join(this.folder, 'step-'));
    await mkdir(join(at, 'work'));
    const files = { GITHUB_OUTPUT: join(at, 'output'), GITHUB_STATE: join(at, 'state') };
    for (const file of Object.values(files)) await writeFile(file, '');
    const { oidc, path = '' } = this.around;
    const { code, output } = await runProgram(program, args, {
      cwd: join(at, 'work'),
      env: {
        PATH: `${path}:${process.env.PATH}`,
        ...(oidc && {
          ACTIONS_ID_TOKEN_REQUEST_URL: oidc.url,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.bearer,
        }),
        ...files,
        ...own,
      },
    });
    this.#read(output);
    readPairs(await readFile(files.GITHUB_OUTPUT, 'utf8'), into.outputs);
    readPairs(await readFile(files.GITHUB_STATE, 'utf8'), into.state);
    return code === 0;
  }

  /** Line by line, as the runner reads what a step prints. */
  #read(output: string): void {
    for (const line of output.split('\n')) {
      const [, command, data = ''] = /^::([a-z-]+)[^:]*::(.*)$/.exec(line) ?? [];
      const told = data.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
      if (command === 'add-mask') this.masked.push(told);
      else this.log += `${this.#stars(command ? `${command}: ${told}` : line)}\n`;
    }
  }

  #stars = (text: string): string =>
    this.masked.reduce((left, secret) => left.replaceAll(secret, '***'), text);

  #evaluated(values: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, this.#evaluate(String(value))]),
    );
  }

  #evaluate(text: string): string {
    return text.replaceAll(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, expression: string) => {
      const [context, name = '', , output = ''] = expression.split('.');
      if (context === 'vars') return this.around.vars?.[name] ?? '';
      if (context === 'secrets') return this.around.secrets?.[name] ?? '';
      if (context === 'steps') return this.outputs.get(name)?.get(output) ?? '';
      throw new Error(`the runner knows no ${expression}`);
    });
  }
}

/** `name<<delimiter`, lines, `delimiter`: as files of outputs and state are written. */
function readPairs(text: string, into: Map<string, string>): void {
  const lines = text.split('\n');
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    const [, name, delimiter] = /^([^<=]+)<<(.+)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const end = lines.indexOf(delimiter ?? '');
    if (end < 0) throw new Error(`the delimiter of ${name} never comes`);
    into.set(name, lines.splice(0, end).join('\n'));
    lines.shift();
  }
}
