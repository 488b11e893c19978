import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '@/domain/groups/policy';
import { readFile } from './read-file';
import { writeFile } from './write-file';

const CHARACTERS = 1_000_000;
const problemOf = (text: string) => {
  const read = readFile(text);
  return read.ok ? null : read.message;
};

it('refuses a character too many, and says how many there are', () => {
  const comment = (length: number) => `version: 1\n#${'a'.repeat(length - 12)}`;
  expect(problemOf(comment(CHARACTERS))).toBeNull();
  expect(problemOf(comment(CHARACTERS + 1))).toBe(
    'Line 1:1: A file has at most 1,000,000 characters, and this has 1,000,001: divide it.',
  );
});

/** A list of so many lines: five pieces each, of which one says where a plain value begins. */
const lines = (count: number) => '- a\n'.repeat(count);

it('refuses more pieces than it takes, whatever they are, and says how many there are', () => {
  expect(problemOf(lines(30_000))).toMatch(/expected/);
  expect(problemOf(lines(60_000))).toBe(
    'Line 1:1: A file has at most 200,000 pieces, and this has 300,001: divide it.',
  );
  for (const piece of ['[', '"', '%']) {
    expect(problemOf(`${piece}\n`.repeat(CHARACTERS / 2))).toMatch(/at most 200,000 pieces/);
  }
});

it('tells the first of very many mistakes', () => {
  expect(problemOf('['.repeat(1_000))).toMatch(/^Line 1:\d+: /);
  expect(problemOf(`[${','.repeat(20_000)}]`)).toMatch(/of which the first 50 are told/);
});

const many = <Value>(count: number, value: (index: number) => readonly [string, Value]) =>
  new Map(Array.from({ length: count }, (_, index) => value(index)));

/** As an export has them: 2,000 operations in 20 APIs, 200 groups and as many service accounts. */
const LARGE = new Map<string, unknown>([
  ['version', 1],
  [
    'apis',
    many(20, (api) => [
      `service-${api}`,
      {
        name: `Service number ${api}`,
        hosts: [`service-${api}.internal.example.com`],
        basePaths: ['/'],
        ignoresTrailingSlash: false,
        operations: many(100, (index) => [
          `listInvoicesOfCustomer${index}`,
          {
            route: `GET /customers/{customer}/invoices/${index}/{invoice}`,
            summary: `List what customer ${index} has been billed for, and when`,
            tags: ['Invoices'],
          },
        ]),
        scopes: many(10, (scope) => [
          `invoices-${scope}:read`,
          {
            description: `Read the invoices of region ${scope}`,
            operations: Array.from({ length: 20 }, (_, i) => `listInvoicesOfCustomer${i}`),
          },
        ]),
      },
    ]),
  ],
  ['serviceAccounts', many(200, (index) => [`deploys-${index}`, { name: `Deploys of ${index}` }])],
  [
    'groups',
    many(200, (index) => [
      `team-number-${index}`,
      {
        name: `Team number ${index}`,
        description: `What team ${index} and its pipelines may call`,
        policy: { ...DEFAULT_POLICY, allowedCidrs: ['10.0.0.0/8'] },
        scopes: Array.from({ length: 10 }, (_, scope) => `service-1/invoices-${scope}:read`),
        serviceAccounts: [`deploys-${index}`],
      },
    ]),
  ],
  [
    'trustRules',
    many(200, (index) => [
      `deploys-${index}`,
      {
        name: `Deploys of ${index}`,
        ...{ preset: 'github', issuer: 'https://token.actions.githubusercontent.com' },
        audience: 'https://keyward.example.com',
        claims: { repository_id: `${index}`, repository_owner_id: '1', ref: 'refs/heads/main' },
        ...{ serviceAccount: `deploys-${index}`, group: `team-number-${index}` },
        ...{ scopes: 'all', ttlSeconds: 900 },
      },
    ]),
  ],
]);

it('reads the export of an installation with 2,000 operations and 200 groups', () => {
  const text = writeFile(LARGE);
  expect(text.length).toBeGreaterThan(800_000);
  expect(problemOf(text)).toBeNull();
});
