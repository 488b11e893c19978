import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { type ReadDocument, readImported } from '@/domain/apis/import-plan';
import { notGranted } from '@/domain/authority/not-granted';
import type { Actor } from '@/domain/base/actor';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import type { Step } from '@/domain/commands/define';
import type { Change } from './change';
import { refuseDangling } from './dangling';
import { diffAll, unseenBy } from './file-schema';
import type { Plan } from './plan-view';
import { named, type ReadFile, readFile } from './read-file';
import { Refused } from './refused';

const MAX_DOCUMENTS = 200;
/** Lines of one change that are told; beyond them their number. */
const MAX_FIELDS = 500;

/** What the plan and its application take. */
export const fileInput = {
  /** The text of the file: YAML, or JSON. */
  file: z.string(),
  /** OpenAPI documents that the file names, as text, by the names it has for them. */
  documents: z
    .record(z.string().min(1).max(500), z.string())
    .refine((documents) => Object.keys(documents).length <= MAX_DOCUMENTS, {
      error: `At most ${MAX_DOCUMENTS} documents go with a file.`,
    })
    .default({}),
  /** Deletes what the sections of the file leave out. */
  prune: z.boolean().default(false),
};

/** A file and the documents it names, read. */
export interface Prepared {
  readonly read: ReadFile;
  readonly documents: ReadonlyMap<string, ReadDocument>;
}

export async function prepareFile(input: {
  readonly file: string;
  readonly documents: Readonly<Record<string, string>>;
}): Promise<Prepared | Refusal> {
  const read = readFile(input.file);
  if (isRefusal(read)) return read;
  const documents = new Map<string, ReadDocument>();
  for (const [name, text] of Object.entries(input.documents)) {
    const document = await readImported(new TextEncoder().encode(text));
    if (isRefusal(document)) return { ...document, message: `${name}: ${document.message}` };
    documents.set(name, document);
  }
  return { read, documents };
}

/** What is to be done, and what waits for `prune`. */
export interface Planned {
  readonly changes: readonly Change[];
  readonly held: readonly Change[];
  readonly fingerprint: string;
}

/** @param actor who sees the differences: a section that they may not list is refused */
export async function planChanges(
  { db, actor }: { readonly db: Queryable; readonly actor: Actor },
  { read, documents }: Prepared,
  prune: boolean,
): Promise<Planned | Refusal> {
  try {
    const unseen = unseenBy(actor);
    for (const { section, lacking } of unseen) {
      const [operation] = lacking;
      if (read.file[section] && operation) throw new Refused(notGranted(operation), [section]);
    }
    const found = await diffAll({ db, documents }, read.file);
    const isUnseen = ({ at }: Change) =>
      at === 'removedTrustRules' && unseen.some(({ section }) => section === 'trustRules');
    const dying = prune && found.find(isUnseen);
    if (dying) throw new Refused(notGranted('trustRules.list'), dying.path);
    const all = found.filter((change) => !isUnseen(change));
    const isHeld = ({ verb }: Change) => verb === 'delete' && !prune;
    const changes = all.filter((change) => !isHeld(change));
    await refuseDangling(db, read.file, changes);
    return { changes, held: all.filter(isHeld), fingerprint: fingerprintOf(changes) };
  } catch (error) {
    if (error instanceof Refused) return explained(error.refusal, read, error.placeOf);
    throw error;
  }
}

/** Of what is told, and of what is done: words alone may leave out some of it. */
function fingerprintOf(changes: readonly Change[]): string {
  const hashed = changes.map(({ verb, kind, name, fields, step: { command, input } }) => ({
    ...{ verb, kind, name, fields, operation: command.operation, input },
  }));
  return createHash('sha256').update(JSON.stringify(hashed)).digest('hex');
}

/** The changes as the runner makes them: what refuses one is told in the words of the file. */
export const stepsOf = ({ changes }: Planned, read: ReadFile, reason: string | undefined): Step[] =>
  changes.map(({ step, path, placeOf = (field) => [...path, ...field] }) => ({
    ...step,
    reason,
    explain: (refusal) => explained(refusal, read, placeOf),
  }));

function explained(
  refusal: Refusal,
  { placeOf }: ReadFile,
  toPath: (field: (string | number)[]) => readonly (string | number)[],
): Refusal {
  const errors =
    refusal.errors.length > 0 ? refusal.errors : [{ path: '', message: refusal.message }];
  const told = errors.map(({ path, message }) => named(placeOf, toPath(stepsIn(path)), message));
  const [first] = told;
  const message = `Line ${first?.path}: ${first?.message}`;
  return { ...refusal, ...refuse(refusal.kind, refusal.code, message, told) };
}

const stepsIn = (path: string): (string | number)[] =>
  path === '' ? [] : path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));

export function toPlanView(
  { changes, held, fingerprint }: Planned,
  { placeOf }: ReadFile,
  consequences: Plan['consequences'],
): Plan {
  const count = (verb: Change['verb']) => changes.filter((change) => change.verb === verb).length;
  const line = (isHeld: boolean) => (change: Change) => ({
    ...{ verb: change.verb, kind: change.kind, name: change.name },
    fields: change.fields.slice(0, MAX_FIELDS),
    effect: change.effect ?? null,
    moreFields: Math.max(0, change.fields.length - MAX_FIELDS),
    ...{ place: placeOf(change.path), held: isHeld },
  });
  return {
    changes: [...changes.map(line(false)), ...held.map(line(true))],
    counts: { create: count('create'), update: count('update'), delete: count('delete') },
    held: held.length,
    consequences,
    fingerprint,
  };
}
