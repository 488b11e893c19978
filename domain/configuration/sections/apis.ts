import { asc } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis } from '@/db/schema/apis';
import { basePathList, hostList } from '@/domain/apis/address';
import { createApi } from '@/domain/apis/create-api';
import { deleteApi } from '@/domain/apis/delete-api';
import { readOperations } from '@/domain/apis/plan-operations';
import { updateApi } from '@/domain/apis/update-api';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { label, slug } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { type Change, type Comparing, differing, type Section, sorted } from '../change';
import { Refused } from '../refused';
import {
  diffOperationsOf,
  documentSchema,
  fromDocument,
  fromWritten,
  operationsSchema,
  writeOperations,
} from './operations';
import { diffScopes, readScopes, scopesSchema } from './scopes';

const apiSchema = z.strictObject({
  name: label().optional(),
  hosts: hostList().optional(),
  basePaths: basePathList().optional(),
  ignoresTrailingSlash: z.boolean().optional(),
  /** Either this, or `operations`. */
  openapi: documentSchema.optional(),
  operations: operationsSchema.optional(),
  scopes: scopesSchema.optional(),
});
export const apisSchema = z.record(slug(), apiSchema);
type Wanted = z.output<typeof apisSchema>;
type Row = typeof apis.$inferSelect;

const settingsOf = (row: Row) => ({
  name: row.name,
  hosts: row.hosts,
  basePaths: [row.basePath, ...row.otherBasePaths],
  ignoresTrailingSlash: row.ignoresTrailingSlash,
});

const readRows = (db: Queryable) => db.select().from(apis).orderBy(asc(apis.slug));

export const apisSection: Section<Wanted> = {
  listedBy: ['apis.list', 'operations.list', 'scopes.list'],

  async read(db) {
    const said: [string, unknown][] = [];
    for (const row of await readRows(db)) {
      const scopes = await readScopes(db, row.id);
      // Keyward's own API is as it is; scopes on it may be made.
      if (row.builtIn) {
        if (scopes.size > 0) said.push([row.slug, { scopes }]);
        continue;
      }
      const operations = writeOperations(await readOperations(db, row.id));
      said.push([row.slug, { ...settingsOf(row), operations, scopes }]);
    }
    return sorted(said);
  },

  async diff(comparing, wanted) {
    const rows = new Map((await readRows(comparing.db)).map((row) => [row.slug, row]));
    const changes: Change[] = [];
    for (const [name, said] of Object.entries(wanted)) {
      changes.push(...(await diffApi(comparing, name, said, rows.get(name))));
    }
    for (const [name, row] of rows) {
      if (Object.hasOwn(wanted, name) || row.builtIn) continue;
      changes.push({
        ...{ at: 'removedApis', verb: 'delete', kind: 'API', name, fields: [], path: ['apis'] },
        step: { command: deleteApi, input: { api: name } },
      });
      const path = ['apis'];
      changes.push(...(await diffScopes(comparing.db, name, row.id, {}, [], path)));
    }
    return changes;
  },
};

async function diffApi(
  comparing: Comparing,
  api: string,
  said: Wanted[string],
  row: Row | undefined,
): Promise<Change[]> {
  const { openapi, operations, scopes, ...settings } = said;
  const path = ['apis', api];
  if (openapi && operations) {
    throw new Refused(invalid('openapi', 'Give “openapi” or “operations”, not both.'), path);
  }
  if (api === KEYWARD_API && Object.keys(said).some((field) => field !== 'scopes')) {
    throw new Refused(invalid('', 'Of Keyward’s own API a file has scopes alone.'), path);
  }
  const change = { kind: 'API', name: api, path };
  const changes: Change[] = [];
  if (!row) {
    const input = { slug: api, ...settings, name: settings.name ?? api };
    const fields = differing({}, input);
    const step = { command: createApi, input };
    changes.push({ ...change, at: 'apis', verb: 'create', fields, step });
  } else {
    const fields = differing(settingsOf(row), settings);
    const step = { command: updateApi, input: { api, ...settings } };
    if (fields.length > 0) changes.push({ ...change, at: 'apis', verb: 'update', fields, step });
  }
  const current = row ? await readOperations(comparing.db, row.id) : [];
  const listed = openapi
    ? fromDocument(current, documentOf(comparing, openapi.file, path), openapi)
    : operations && fromWritten(operations);
  if (listed) {
    const at = [...path, openapi ? 'openapi' : 'operations'];
    changes.push(...diffOperationsOf(api, current, listed, at));
  }
  if (scopes) {
    const names = listed ?? current;
    changes.push(
      ...(await diffScopes(comparing.db, api, row?.id ?? '', scopes, names, [...path, 'scopes'])),
    );
  }
  return changes;
}

function documentOf({ documents }: Comparing, file: string, path: readonly string[]) {
  const read = documents.get(file);
  if (read) return read;
  throw new Refused(invalid('openapi', `The document “${file}” was not sent along.`), path);
}
