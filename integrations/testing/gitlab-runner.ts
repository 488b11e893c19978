import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { runProgram } from './run-program';

const TEMPLATE = join(import.meta.dirname, '../gitlab/keyward.yml');

interface Inputs {
  readonly [name: string]: string;
}

interface HiddenJob {
  readonly id_tokens: Readonly<Record<string, { readonly aud: string }>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly before_script: readonly string[];
  readonly after_script: readonly string[];
}

export interface GitlabJobDone {
  readonly succeeded: boolean;
  readonly log: string;
  /** What the job has left behind, beside its project. */
  readonly left: boolean;
}

/** The template as GitLab includes it: inputs in their places, those without a default asked for. */
export async function includeTemplate(inputs: Inputs): Promise<HiddenJob> {
  const text = await readFile(TEMPLATE, 'utf8');
  const [head, body] = parseAllDocuments(text);
  if (!head || !body) throw new Error('the template has a head and a body');
  const { spec } = head.toJS() as { spec: { inputs: Record<string, { default?: string }> } };
  const values = Object.entries(spec.inputs).map(([name, { default: value }]) => {
    const given = inputs[name] ?? value;
    if (given === undefined) throw new Error(`the template wants the input ${name}`);
    return [name, given] as const;
  });
  const filled = values.reduce(
    (left, [name, value]) => left.replaceAll(`$[[ inputs.${name} ]]`, value),
    JSON.stringify(body.toJS()),
  );
  if (filled.includes('$[[')) throw new Error('an input of the template is not declared');
  return JSON.parse(filled)['.keyward'];
}

/**
 * Runs a job that extends the template as GitLab's runner does: before_script and script in one shell,
 * after_script in another, which runs whatever became of the first and decides nothing.
 * @param jwtFor signs what GitLab would say of the job, for one audience
 */
export async function runGitlabJob(
  template: HiddenJob,
  script: readonly string[],
  jwtFor: (audience: string) => Promise<string>,
): Promise<GitlabJobDone> {
  const folder = await mkdtemp(join(tmpdir(), 'gitlab-'));
  const jobId = String(randomInt(1e9));
  const jwts: Record<string, string> = {};
  for (const [name, { aud }] of Object.entries(template.id_tokens)) jwts[name] = await jwtFor(aud);
  const env = {
    ...{ PATH: process.env.PATH ?? '', CI_JOB_ID: jobId, CI_PROJECT_DIR: join(folder, 'project') },
    ...template.variables,
    ...jwts,
  };
  const shell = (lines: readonly string[]) =>
    runProgram('sh', ['-euc', lines.join('\n')], { cwd: folder, env });
  try {
    const main = await shell([...template.before_script, ...script]);
    const after = await shell(template.after_script);
    const left = await stat(join(folder, 'project.tmp', `keyward-${jobId}`)).catch(() => null);
    return {
      succeeded: main.code === 0,
      log: main.output + after.output,
      left: left !== null,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
