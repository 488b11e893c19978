import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { createdAt, freeText, instant } from './columns';

/**
 * A service to protect. `basePath` starts with `/` and has no trailing slash unless it is `/`; so do
 * the others it is reached at as well.
 */
export const apis = pgTable(
  'apis',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    name: freeText().notNull(),
    hosts: freeText().array().notNull().default(sql`'{}'`),
    basePath: freeText('base_path').notNull().default('/'),
    otherBasePaths: freeText('other_base_paths').array().notNull().default(sql`'{}'`),
    /** It answers `/a/` as `/a`, and the reverse. */
    ignoresTrailingSlash: boolean('ignores_trailing_slash').notNull().default(false),
    builtIn: boolean('built_in').notNull().default(false),
    /** Of a frozen one nothing can be called, with whatever token. */
    state: text({ enum: ['active', 'frozen'] })
      .notNull()
      .default('active'),
    /** As of groups. */
    frozenReason: freeText('frozen_reason'),
    frozenUntil: instant('frozen_until'),
    documentTitle: freeText('document_title'),
    documentVersion: freeText('document_version'),
    documentSpecification: freeText('document_specification'),
    documentSha256: text('document_sha256'),
    importedAt: instant('imported_at'),
    createdAt: createdAt(),
  },
  (t) => [
    check('apis_slug_shape', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'`),
    check('apis_state', sql`${t.state} in ('active', 'frozen')`),
    check(
      'apis_frozen',
      sql`${t.state} = 'frozen' or (${t.frozenReason} is null and ${t.frozenUntil} is null)`,
    ),
    check('apis_base_path_shape', sql`${t.basePath} ~ '^/' and ${t.basePath} !~ '.+/$'`),
  ],
);

/** One thing a caller can do: a method and path template, or a plain action name (both null). */
export const operations = pgTable(
  'operations',
  {
    id: text().primaryKey(),
    apiId: text('api_id')
      .notNull()
      .references(() => apis.id, { onDelete: 'cascade' }),
    name: freeText().notNull(),
    method: freeText(),
    pathTemplate: freeText('path_template'),
    summary: freeText().notNull().default(''),
    tags: freeText().array().notNull().default(sql`'{}'`),
    deprecated: boolean().notNull().default(false),
    /** Other names for the same requests; unique among all names of the API, as the API's lock keeps them. */
    aliases: freeText().array().notNull().default(sql`'{}'`),
    /** Needs no token; its requests are recorded all the same. */
    isPublic: boolean('is_public').notNull().default(false),
    source: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('operations_api_name').on(t.apiId, t.name),
    unique('operations_api_id').on(t.apiId, t.id),
    uniqueIndex('operations_api_route')
      .on(
        t.apiId,
        t.method,
        sql`regexp_replace(${t.pathTemplate}, '\\{[^}]*?(\\.\\.\\.)?\\}', '{\\1}', 'g')`,
      )
      .where(sql`${t.method} is not null`),
    check('operations_route_whole', sql`(${t.method} is null) = (${t.pathTemplate} is null)`),
    check('operations_source', sql`${t.source} in ('document', 'manual', 'built-in')`),
  ],
);

/** A named, exact set of operations of one API. */
export const scopes = pgTable(
  'scopes',
  {
    id: text().primaryKey(),
    apiId: text('api_id')
      .notNull()
      .references(() => apis.id, { onDelete: 'cascade' }),
    name: freeText().notNull(),
    description: freeText().notNull().default(''),
    builtIn: boolean('built_in').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [unique('scopes_api_name').on(t.apiId, t.name), unique('scopes_api_id').on(t.apiId, t.id)],
);

/** The double foreign key keeps a scope inside its own API. */
export const scopeOperations = pgTable(
  'scope_operations',
  {
    apiId: text('api_id').notNull(),
    scopeId: text('scope_id').notNull(),
    operationId: text('operation_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.scopeId, t.operationId] }),
    foreignKey({
      columns: [t.apiId, t.scopeId],
      foreignColumns: [scopes.apiId, scopes.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.apiId, t.operationId],
      foreignColumns: [operations.apiId, operations.id],
    }).onDelete('cascade'),
    index('scope_operations_operation').on(t.operationId),
  ],
);
