import type { Database } from '@/db/client';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { aimAtBilling } from '@/domain/testing/aim';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince, fingerprint } from '@/domain/testing/traces';
import { bearer, contextOf, makeFixture, signedIn, type World } from '@/domain/testing/world';
import type { AnyCommandCase, AnyQueryCase, Scene } from './case';

type Input = Record<string, unknown>;

/** A furnished world, and the actors whose rights are committed before any case begins. */
export async function setScene(world: World): Promise<Scene> {
  const fixture = await makeFixture(world);
  const aim = await aimAtBilling(world, fixture);
  const actors = {
    outsider: await signedIn(world.db, fixture.outsider.id),
    auditor: await signedIn(world.db, fixture.auditor.id),
    token: await bearer(world.db, fixture.serviceToken.secret),
  };
  return { world, fixture, aim, actors };
}

/** One try, and its traces; nothing of it is kept. */
export function rehearsal(scene: Scene, definition: AnyCommand | AnyQuery, written: AnyCase) {
  const input = written.input(scene.aim);
  const within = <Value>(work: (inside: Scene) => Promise<Value>) =>
    rolledBack(scene.world, (db) => work({ ...scene, world: { ...scene.world, db } }));
  return {
    input,
    within,
    ask: (inside: Scene, by: Actor, asked: Input) =>
      trace(inside.world.db, () => run(inside.world.db, definition, by, asked)),
  };
}

type AnyCase = AnyCommandCase | AnyQueryCase;

/** What the state of an attempt makes of the input; fields set to undefined are left out. */
export async function inputGiven(
  scene: Scene,
  input: Input,
  given: AnyCase['given'],
): Promise<Input> {
  const replaced: unknown = await given?.(scene);
  const all = { ...input, ...(replaced as Input | undefined) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function run(db: Database, definition: AnyCommand | AnyQuery, by: Actor, asked: Input) {
  const context = contextOf(db, by);
  return definition.kind === 'command'
    ? await runCommand(definition, context, asked)
    : await runQuery(definition, context, asked);
}

async function trace<Result>(db: Database, ask: () => Promise<Result>) {
  const [before, head] = [await fingerprint(db), await auditHead(db)];
  const result = await ask();
  const hasChanged = (await fingerprint(db)) !== before;
  return { result, hasChanged, events: await eventsSince(db, head) };
}

/** The same input, aimed at what nobody has. */
export function aimedAtNothing(input: Input, at: string): Input {
  const nowhere: Input = {
    api: 'nowhere',
    group: 'nowhere',
    identity: 'nobody@example.com',
    rule: newId('trustRule'),
    provider: newId('ssoProvider'),
    review: newId('review'),
    campaign: newId('reviewCampaign'),
    scope: newId('scope'),
    session: newId('session'),
    token: newId('token'),
    subject: newId('token'),
    decision: newId('decision'),
    webhook: newId('webhook'),
    delivery: newId('delivery'),
    destination: newId('destination'),
    view: newId('savedView'),
    sink: newId('sink'),
    rotation: newId('rotation'),
    user: newId('scimUser'),
    pushed: newId('scimGroup'),
    request: newId('accessRequest'),
    incident: newId('incident'),
    anomaly: newId('anomaly'),
    id: newId('scimGroup'),
    sha256: '0'.repeat(64),
  };
  if (!(at in nowhere)) throw new Error(`say what “${at}” is that nobody has`);
  return { ...input, [at]: nowhere[at] };
}

/** The fields that a refusal names. */
export const pathsOf = (result: object): string[] =>
  'errors' in result && Array.isArray(result.errors)
    ? [...new Set(result.errors.map(({ path }) => path))]
    : [];

/** What every input must refuse, and where: no field takes an object of unknown fields, nor is one unknown. */
export function badInputs(input: Input, bad: AnyCase['bad']): [asked: Input, path: string][] {
  const misshapen = Object.keys(input).map((field): [Input, string] => [
    { ...input, [field]: { mis: 'shapen' } },
    field,
  ]);
  return [
    [{ ...input, misspelt: true }, ''],
    ...misshapen,
    ...(bad ? [[{ ...input, ...bad[0] }, bad[1]] as [Input, string]] : []),
  ];
}
