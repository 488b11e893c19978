import { expect } from 'vitest';
import { apply, plan } from '@/domain/testing/configuration';
import { it, world } from '@/domain/testing/fixture';
import { auditHead, fingerprint } from '@/domain/testing/traces';

const GROUP = 'version: 1\ngroups:\n  billing:\n';

/** What is wrong, the code, and every place with the words that stand there. */
const BAD: [what: string, file: string, code: string, errors: [place: string, words: RegExp][]][] =
  [
    ['no map', '- 1', 'configuration_invalid', [['1:1', /expected/]]],
    ['nothing', '', 'configuration_invalid', [['1:1', /expected/]]],
    ['no version', 'groups: {}', 'configuration_invalid', [['1:1', /version: Write “version: 1”/]]],
    ['broken YAML', 'version: 1\ngroups: [', 'configuration_invalid', [['2:10', /./]]],
    [
      'a key twice',
      `${GROUP}    name: A\n    name: B\n`,
      'configuration_invalid',
      [['5:5', /unique/]],
    ],
    ['a tab', 'version: 1\n\tgroups: {}', 'configuration_invalid', [['2:1', /[Tt]ab/]]],
    [
      'two documents',
      'version: 1\n---\nversion: 1\n',
      'configuration_invalid',
      [['2:1', /multiple/]],
    ],
    [
      'fields that are not there',
      `${GROUP}    nmae: A\n    polcy: {}\n`,
      'configuration_invalid',
      [
        ['4:5', /groups\.billing\.nmae: There is no such field/],
        ['5:5', /polcy/],
      ],
    ],
    [
      'a slug that is none',
      'version: 1\ngroups:\n  Big Bill: {}\n',
      'configuration_invalid',
      [['3:3', /lower-case/]],
    ],
    [
      'a bound passed',
      `${GROUP}    policy:\n      maxTtlSeconds: 1\n`,
      'configuration_invalid',
      [['5:7', /At least/]],
    ],
    [
      'a wrong type',
      `${GROUP}    scopes: all\n`,
      'configuration_invalid',
      [['4:5', /expected array/]],
    ],
    [
      'a section without a value',
      'version: 1\ngroups:\n',
      'configuration_invalid',
      [['2:1', /expected/]],
    ],
    [
      'a policy that contradicts itself',
      `${GROUP}    policy:\n      maxTtlSeconds: 60\n      defaultTtlSeconds: 90\n`,
      'invalid_input',
      [['6:7', /groups\.billing\.policy\.defaultTtlSeconds: The default lifetime/]],
    ],
    [
      'a scope that is not there',
      `${GROUP}    scopes:\n      - billing/none\n`,
      'invalid_input',
      [['5:9', /no scope “billing\/none”/]],
    ],
    [
      'a scope without its API',
      `${GROUP}    scopes: [invoices:read]\n`,
      'invalid_input',
      [['4:14', /Write api\/scope/]],
    ],
    [
      'nobody',
      `${GROUP}    serviceAccounts: [mailer, nobody]\n`,
      'invalid_input',
      [['4:31', /nobody “nobody”/]],
    ],
    [
      'a person',
      `${GROUP}    serviceAccounts: [max@example.com]\n`,
      'configuration_invalid',
      [['4:23', /lower-case/]],
    ],
    [
      'an operation that is not there',
      'version: 1\napis:\n  billing:\n    scopes:\n      a:\n        operations: [listInvoices, nope]\n',
      'invalid_input',
      [['6:36', /no operation “nope”/]],
    ],
    [
      'a route that is none',
      'version: 1\napis:\n  billing:\n    operations:\n      a: invoices\n',
      'configuration_invalid',
      [['5:7', /Write a method and a path/]],
    ],
    [
      'two operations on one route',
      'version: 1\napis:\n  billing:\n    operations:\n      a: GET /x/{id}\n      b: GET /x/{name}\n',
      'invalid_input',
      [['6:7', /“a” has this method and path/]],
    ],
    [
      'a document that was not sent',
      'version: 1\napis:\n  billing:\n    openapi: other.yaml\n',
      'invalid_input',
      [['4:5', /was not sent along/]],
    ],
    [
      'a document and a list',
      'version: 1\napis:\n  billing:\n    openapi: a.yaml\n    operations: {}\n',
      'invalid_input',
      [['4:5', /not both/]],
    ],
  ];

it.for(BAD)('refuses %s, and names the line', async ([, file, code, errors]) => {
  const [head, before] = [await auditHead(world.db), await fingerprint(world.db)];
  const result = await apply(world, file);
  expect(result).toMatchObject({ ok: false, code });
  const told = result.ok ? [] : result.errors;
  expect(told.map(({ path }) => path)).toEqual(errors.map(([place]) => place));
  for (const [index, [place, words]] of errors.entries()) {
    expect(told[index]?.message).toMatch(words);
    if (index === 0)
      expect(result).toMatchObject({ message: expect.stringContaining(`Line ${place}: `) });
  }
  const planned = await plan(world, file);
  expect(planned.ok ? planned.value.refused?.code : planned.code).toBe(code);
  expect(await fingerprint(world.db)).toBe(before);
  expect(await auditHead(world.db)).toBe(head);
});

it('repeats no secret that stands in a file', async () => {
  const secret = `kws_${'a'.repeat(36)}`;
  const result = await apply(world, `${GROUP}    ${secret}: ${secret}\n`);
  expect(result).toMatchObject({ ok: false, code: 'configuration_invalid' });
  expect(JSON.stringify(result)).not.toContain('aaaaaaaaaa');
});

it('refuses aliases that would multiply without end', async () => {
  const lines = ['version: 1', 'a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [index, name] of [...'bcdefgh'].entries()) {
    const before = 'abcdefgh'[index];
    lines.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`);
  }
  expect(await apply(world, lines.join('\n'))).toMatchObject({ code: 'configuration_invalid' });
});
