import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  INTERNAL_OPERATIONS,
  OPERATION_NAMES,
  PROVISIONING_OPERATIONS,
  VERIFIER_OPERATIONS,
} from '@/domain/base/operation-names';
import { ROLE_MATRIX } from '@/domain/testing/role-matrix';
import { JOBS } from './jobs';
import { COMMANDS, QUERIES } from './operations';

const DOMAIN = new URL('..', import.meta.url).pathname;

type Maker = 'defineCommand' | 'define(?:Query|Stream)' | 'defineJob';

function definedInFiles(maker: Maker): string[] {
  return readdirSync(DOMAIN, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('commands/'),
    )
    .flatMap((file) => {
      const source = readFileSync(join(DOMAIN, file), 'utf8');
      return [
        ...source.matchAll(new RegExp(`= ${maker}\\(\\{\\s*(?:operation|name): '([^']+)'`, 'g')),
      ];
    })
    .map(([, operation]) => operation ?? '')
    .sort();
}

describe('the registry', () => {
  it('holds every command that is defined anywhere', () => {
    expect(COMMANDS.map(({ operation }) => operation).sort()).toEqual(
      definedInFiles('defineCommand'),
    );
  });

  it('holds every query that is defined anywhere', () => {
    expect(QUERIES.map(({ operation }) => operation).sort()).toEqual(
      definedInFiles('define(?:Query|Stream)'),
    );
  });

  it('holds every job that is defined anywhere, each with a queue of its own', () => {
    const names = JOBS.map(({ name }) => name).sort();
    expect(names).toEqual(definedInFiles('defineJob'));
    expect(new Set(names).size).toBe(names.length);
  });

  it('holds exactly the operations that the closed list of names has', () => {
    const defined = [
      ...COMMANDS,
      ...QUERIES,
      ...VERIFIER_OPERATIONS,
      ...PROVISIONING_OPERATIONS,
    ].map((one) => one.operation);
    expect([...OPERATION_NAMES].sort()).toEqual(defined.sort());
  });

  it('names every operation once', () => {
    const names = [...COMMANDS, ...QUERIES].map(({ operation }) => operation);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a row of the role matrix for every operation but the internal ones', () => {
    const names = [...COMMANDS, ...QUERIES].map(({ operation }) => operation);
    const missing = names.filter(
      (name) => !INTERNAL_OPERATIONS.has(name) && !(name in ROLE_MATRIX),
    );
    expect(missing).toEqual([]);
  });

  it('binds no two operations to the same route without a condition', () => {
    const routes = [...COMMANDS, ...QUERIES].flatMap(({ http }) =>
      http && !http.when ? [`${http.method} ${http.path.replaceAll(/\{\w+\}/g, '{}')}`] : [],
    );
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('fills every path parameter from an input field', () => {
    for (const { operation, http, input } of [...COMMANDS, ...QUERIES]) {
      const fields = Object.keys((input as { shape?: object }).shape ?? {});
      for (const [, name] of (http?.path ?? '').matchAll(/\{(\w+)\}/g)) {
        expect(fields, operation).toContain(name);
      }
    }
  });
});
