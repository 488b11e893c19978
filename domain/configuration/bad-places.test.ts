import { expect } from 'vitest';
import { applied, apply } from '@/domain/testing/configuration';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { auditHead, fingerprint } from '@/domain/testing/traces';

const RULES = 'version: 1\ntrustRules:\n';
const ISSUER = '    issuer: https://idp.example.com\n    audience: keyward\n';
const MINE = `${ISSUER}    serviceAccount: mailer\n    group: billing\n`;
const PLACES = 'version: 1\ndestinations:\n  Vault:\n';
const HOOKS = 'version: 1\nwebhooks:\n  Chat:\n';

beforeAll(async () => {
  const rule = `  deploys:\n${MINE}    claims: { sub: deploy }\n`;
  const place =
    '    place: { kind: kubernetes, url: https://k8s.example.com, namespace: a, secret: b }\n';
  const file = `${RULES}${rule}destinations:\n  Cluster:\n${place}    credential: env:CLUSTER\n`;
  await applied(world, file);
});

/** What is wrong, and the place with the words that stand there. */
const BAD: [what: string, file: string, place: string, words: RegExp][] = [
  [
    'a rule for anybody',
    `${RULES}  a:\n${MINE}    claims: { ref: main }\n    preset: github\n`,
    '8:5',
    /fit anybody/,
  ],
  ['a rule without claims', `${RULES}  a:\n${MINE}`, '3:3', /claims: /],
  [
    'a rule for a person',
    `${RULES}  a:\n${ISSUER}    serviceAccount: nobody\n    group: billing\n    claims: { sub: a }\n`,
    '6:5',
    /serviceAccount: “nobody” is not a member/,
  ],
  [
    'a rule in no group',
    `${RULES}  a:\n${ISSUER}    serviceAccount: mailer\n    group: none\n    claims: { sub: a }\n`,
    '3:3',
    /./,
  ],
  [
    'a rule with a scope that its group lacks',
    `${RULES}  a:\n${MINE}    claims: { sub: a }\n    scopes: [billing/none]\n`,
    '9:14',
    /./,
  ],
  ['a rule that moves', `${RULES}  deploys: { group: other }\n`, '3:14', /stays with “billing”/],
  ['an audience list', `${RULES}  deploys: { audience: [a, b] }\n`, '3:14', /expected string/],
  ['a claim that is a list', `${RULES}  deploys: { claims: { aud: [a] } }\n`, '3:24', /./],
  ['a lifetime of a day', `${RULES}  deploys: { ttlSeconds: 86400 }\n`, '3:14', /./],
  ['a credential itself', `${PLACES}    credential: hunter2\n`, '4:5', /never the credential/],
  ['Keyward’s own variable', `${PLACES}    credential: env:DATABASE_URL\n`, '4:5', /Keyward’s own/],
  [
    'a place of no kind',
    `${PLACES}    place: { url: https://a.example }\n`,
    '4:5',
    /of which kind/,
  ],
  [
    'a misspelt part of a place',
    `${PLACES}    place: { kind: vault, url: https://a.example, path: a, monut: b }\n`,
    '4:60',
    /Did you mean “mount”/,
  ],
  [
    'a destination that changes its kind',
    'version: 1\ndestinations:\n  Cluster:\n    place: { kind: webhook, url: https://a.example }\n',
    '4:14',
    /is of kind “kubernetes”/,
  ],
  [
    'a destination without a credential',
    `${PLACES}    place: { kind: webhook, url: https://a.example }\n`,
    '3:3',
    /credential/,
  ],
  [
    'a destination of a group that is not there',
    `${PLACES}    credential: env:A\n    place: { kind: webhook, url: https://a.example }\n    groups: [none]\n`,
    '6:14',
    /no group “none”/,
  ],
  ['a webhook without an address', `${HOOKS}    topics: [tokens.revoke]\n`, '3:3', /url/],
  ['a webhook with its secret', `${HOOKS}    secret: whsec_abc\n`, '4:5', /no such field/],
  [
    'a topic that nothing matches',
    `${HOOKS}    url: https://a.example\n    topics: [tokens.fly]\n`,
    '5:14',
    /matches no action/,
  ],
];

it.for(BAD)('refuses %s, and names the line', async ([, file, place, words]) => {
  const [head, before] = [await auditHead(world.db), await fingerprint(world.db)];
  const result = await apply(world, file);
  expect(result).toMatchObject({ ok: false, message: expect.stringContaining(`Line ${place}: `) });
  expect(result).toMatchObject({ message: expect.stringMatching(words) });
  expect(await fingerprint(world.db)).toBe(before);
  expect(await auditHead(world.db)).toBe(head);
});

const REMOVED: [what: string, file: string, place: string][] = [
  ['its group', 'version: 1\ngroups: {}\ntrustRules:\n  deploys: { group: billing }\n', '4:14'],
  [
    'its service account',
    `version: 1\nserviceAccounts: {}\n${RULES.slice(11)}  deploys: { serviceAccount: mailer }\n`,
    '4:14',
  ],
  [
    'a scope of its group',
    'version: 1\napis: {}\ngroups:\n  billing:\n    scopes: [billing/invoices:read]\n',
    '5:14',
  ],
  [
    'a member of its group',
    'version: 1\nserviceAccounts: {}\ngroups:\n  billing: { serviceAccounts: [mailer] }\n',
    '4:32',
  ],
  [
    'the group of its destination',
    'version: 1\ngroups: {}\ndestinations:\n  Cluster: { groups: [billing] }\n',
    '4:23',
  ],
];

it.for(REMOVED)('refuses a file that removes %s and names it', async ([, file, place]) => {
  const before = await fingerprint(world.db);
  const result = await apply(world, file, { prune: true });
  expect(result).toMatchObject({ ok: false, code: 'invalid_input' });
  expect(result).toMatchObject({
    message: expect.stringMatching(`^Line ${place}: .*The file removes`),
  });
  expect(await fingerprint(world.db)).toBe(before);
});
