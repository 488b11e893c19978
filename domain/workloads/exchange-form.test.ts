import { expect, it } from 'vitest';
import { ACCESS_TOKEN_TYPE, GRANT_TYPE, JWT_TYPES, readExchangeForm } from './exchange-form';

const good = {
  grant_type: GRANT_TYPE,
  subject_token: 'a.b.c',
  subject_token_type: JWT_TYPES[0] ?? '',
  audience: 'deploy-shop',
};
type Fields = Record<string, string>;

const encode = (fields: Fields) => new URLSearchParams(fields).toString();
const read = (body: string, other: Partial<Parameters<typeof readExchangeForm>[0]> = {}) =>
  readExchangeForm({
    ...{ contentType: 'application/x-www-form-urlencoded', hasAuthorization: false },
    ...{ hasQuery: false, body, ...other },
  });
const without = (name: keyof typeof good) => {
  const { [name]: _, ...rest } = good;
  return encode(rest);
};

it('reads the exchange of a workload: which rule, which JWT, which scopes', () => {
  const body = encode({ ...good, scope: 'billing/read write', unknown: 'ignored' });
  expect(
    read(body, { contentType: 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' }),
  ).toMatchObject({
    ...{ refused: false, kind: 'workload', rule: 'deploy-shop', subjectToken: 'a.b.c' },
    scopes: ['billing/read', 'write'],
  });
  expect(read(encode({ ...good, scope: '' }))).toMatchObject({ scopes: undefined });
  expect(read(encode({ ...good, subject_token_type: JWT_TYPES[1] ?? '' }))).toMatchObject({
    kind: 'workload',
  });
});

it('reads a Keyward token as the start of a delegation', () => {
  const body = encode({ ...good, subject_token_type: ACCESS_TOKEN_TYPE, scope: 'read' });
  expect(read(body)).toMatchObject({ kind: 'delegation', subjectToken: 'a.b.c', scopes: ['read'] });
});

it.each([
  ['a JSON body', encode(good), { contentType: 'application/json' }, 'request_malformed'],
  ['no content type', encode(good), { contentType: null }, 'request_malformed'],
  ['parameters in the address', encode(good), { hasQuery: true }, 'request_malformed'],
  ['a broken escape', `${encode(good)}&x=%zz`, {}, 'request_malformed'],
  ['an empty body', '', {}, 'request_malformed'],
  ['no subject token', without('subject_token'), {}, 'request_malformed'],
  ['an empty subject token', encode({ ...good, subject_token: '' }), {}, 'request_malformed'],
  ['no type of it', without('subject_token_type'), {}, 'request_malformed'],
  ['no rule', without('audience'), {}, 'rule_missing'],
  ['a second subject token', `${encode(good)}&subject_token=x`, {}, 'parameter_duplicated'],
  ['the same twice', `${encode(good)}&audience=deploy-shop`, {}, 'parameter_duplicated'],
  ['an unknown one twice', `${encode(good)}&x=1&x=2`, {}, 'parameter_duplicated'],
  ['one twice, once escaped', `${encode(good)}&%61udience=other`, {}, 'parameter_duplicated'],
  ['one twice, once empty', `${encode(good)}&audience=`, {}, 'parameter_duplicated'],
  ['an Authorization header', encode(good), { hasAuthorization: true }, 'authenticated_otherwise'],
  ['a client secret', encode({ ...good, client_secret: 'x' }), {}, 'authenticated_otherwise'],
  ['a client assertion', encode({ ...good, client_assertion: 'x' }), {}, 'authenticated_otherwise'],
  ['an access token', encode({ ...good, access_token: 'x' }), {}, 'authenticated_otherwise'],
  ['an actor token', encode({ ...good, actor_token: 'x' }), {}, 'authenticated_otherwise'],
  ['another grant', encode({ ...good, grant_type: 'password' }), {}, 'grant_unsupported'],
  [
    'a SAML assertion',
    encode({ ...good, subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }),
    {},
    'token_type_unsupported',
  ],
  [
    'a refresh token wanted',
    encode({ ...good, requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }),
    {},
    'token_type_unsupported',
  ],
  ['scopes with two blanks', encode({ ...good, scope: 'a  b' }), {}, 'request_malformed'],
  ['a field called refused', `refused=true&${without('audience')}`, {}, 'rule_missing'],
] as const)('refuses %s', (_, body, other, reason) => {
  expect(read(body, other)).toMatchObject({ refused: true, reason });
});
