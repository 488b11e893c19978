import { describe, expect, it } from 'vitest';
import { compileRoutes } from './compile-routes';
import { matchRequest } from './match-request';

/** A table of `METHOD template` lines; each operation is named by its line. */
const tableOf = (...lines: string[]) =>
  compileRoutes(
    lines.map((operation) => {
      const [method = '', pathTemplate = ''] = operation.split(/ (.*)/s);
      return { operation, method, pathTemplate };
    }),
  );

/** The operation, or the reason, or `unknown`. */
function ask(table: ReturnType<typeof tableOf>, request: string): string {
  const [method = '', path = ''] = request.split(/ (.*)/s);
  const match = matchRequest(table, method, path);
  if (match.outcome === 'matched') return match.operation;
  return match.outcome === 'ambiguous' ? match.reason : 'unknown';
}

const github = tableOf(
  'GET /repos/{owner}/{repo}',
  'DELETE /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/compare/{basehead}',
  'GET /repos/{owner}/{repo}/compare/{base}...{head}',
  'GET /repos/{owner}/{repo}/releases/latest',
  'GET /repos/{owner}/{repo}/releases/{id}',
  'GET /',
);

describe('matching a request', () => {
  it.each([
    ['GET /repos/acme/site', 'GET /repos/{owner}/{repo}'],
    ['DELETE /repos/acme/site', 'DELETE /repos/{owner}/{repo}'],
    ['GET /repos/acme/site?x=/../a;b', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/my%20site', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/caf%c3%a9', 'GET /repos/{owner}/{repo}'],
    ["GET /repos/acme/a.b-c_d~e!$&'()*+,=:@", 'GET /repos/{owner}/{repo}'],
    ['GET /repos/Acme/Site.github.io', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/%61', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/%7Eme', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%40b.com', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%3Ab', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%2Cb', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%2Bb', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%3Db', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%26b', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/o%27b', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%5Bb%5D', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/100%25', 'GET /repos/{owner}/{repo}'],
    ['GET /repos/acme/a%2Eb', 'GET /repos/{owner}/{repo}'],

    ['GET /repos/acme/site/compare/main', 'GET /repos/{owner}/{repo}/compare/{basehead}'],
    ['GET /repos/acme/site/compare/a...b', 'GET /repos/{owner}/{repo}/compare/{base}...{head}'],
    ['GET /repos/acme/site/compare/a...', 'GET /repos/{owner}/{repo}/compare/{basehead}'],
    ['GET /repos/acme/site/releases/latest', 'GET /repos/{owner}/{repo}/releases/latest'],
    ['GET /repos/acme/site/releases/7', 'GET /repos/{owner}/{repo}/releases/{id}'],
    ['GET /repos/acme/site/releases/Latest', 'templates_contest'],
    ['GET /repos/acme/site/releases/latest.json', 'templates_contest'],
    ['GET /', 'GET /'],
    ['GET /?page=2', 'GET /'],
    ['GET /repos', 'unknown'],
    ['GET /Repos/acme/site', 'unknown'],
    ['GET /repos/acme/site/issues', 'unknown'],
    ['POST /repos/acme/site', 'unknown'],
  ])('answers %s with %s', (request, expected) => {
    expect(ask(github, request)).toBe(expected);
  });

  it.each([
    ['', 'not_origin_form'],
    ['*', 'not_origin_form'],
    ['repos/acme/site', 'not_origin_form'],
    ['http://api.github.com/repos/acme/site', 'not_origin_form'],
    ['api.github.com:443', 'not_origin_form'],
    ['?/repos/acme/site', 'not_origin_form'],
    ['//repos/acme/site', 'doubled_slash'],
    ['/repos//acme/site', 'doubled_slash'],
    ['/repos/acme/site//', 'doubled_slash'],
    ['/repos/acme/site/', 'trailing_slash'],
    ['/repos/./site', 'dot_segment'],
    ['/repos/acme/..', 'dot_segment'],
    ['/repos/acme/site/../site', 'dot_segment'],
    ['/repos/%2e/site', 'dot_segment'],
    ['/repos/.%2E/site', 'dot_segment'],
    ['/repos/acme%2fsite', 'encoded_slash'],
    ['/repos/acme/%2F', 'encoded_slash'],
    ['/repos/acme/a%5cb', 'backslash'],
    ['/repos/acme/a\\b', 'backslash'],
    ['/repos/acme/site;v=1', 'semicolon'],
    ['/repos/acme/site%3bv=1', 'semicolon'],
    ['/repos/acme/%00', 'control_character'],
    ['/repos/acme/a\0', 'control_character'],
    ['/repos/acme/%0a', 'control_character'],
    ['/repos/acme/%7F', 'control_character'],
    ['/repos/acme/%C2%85', 'control_character'],
    ['/repos/acme/%2B', 'lookalike_character'],
    ['/repos/acme/%3F', 'encoded_delimiter'],
    ['/repos/acme/%23', 'encoded_delimiter'],
    ['/repos/acme/%252f', 'encoded_percent'],
    ['/repos/acme/%', 'broken_escape'],
    ['/repos/acme/%4', 'broken_escape'],
    ['/repos/acme/%zz', 'broken_escape'],
    ['/repos/acme/%2?0', 'broken_escape'],
    ['/repos/acme/%C0%AF', 'broken_escape'],
    ['/repos/acme/%ff', 'broken_escape'],
    ['/repos/acme/%ED%A0%80', 'broken_escape'],
    ['/repos/acme/%E2%80', 'broken_escape'],
    ['/repos/acme/a%EF%BC%8Fb', 'lookalike_character'],
    ['/repos/acme/%EF%BC%8E%EF%BC%8E', 'lookalike_character'],
    ['/repos/acme/%20', 'lookalike_character'],
    ['/repos/acme/+', 'lookalike_character'],
    ['/repos/acme/%C2%AD', 'lookalike_character'],
    ['/repos/acme/café', 'forbidden_character'],
    ['/repos/acme/a b', 'forbidden_character'],
    ['/repos/acme/site#readme', 'forbidden_character'],
    ['/repos/acme/{repo}', 'forbidden_character'],
    ['/repos/acme/"', 'forbidden_character'],
    ['/repos/acme/[1]', 'forbidden_character'],
    [`/repos/acme/${'x'.repeat(8_200)}`, 'too_long'],
  ])('refuses the ambiguous path %s: %s', (path, reason) => {
    expect(matchRequest(github, 'GET', path)).toEqual({ outcome: 'ambiguous', reason });
  });

  it('knows methods by their exact spelling', () => {
    for (const method of [
      'get',
      'Get',
      'GET ',
      '',
      'OPTIONS',
      'HEAD2',
      '__proto__',
      'constructor',
    ]) {
      expect(matchRequest(github, method, '/repos/acme/site')).toEqual({ outcome: 'unknown' });
    }
  });

  it('lets GET stand in for HEAD, unless HEAD has an operation of its own', () => {
    const table = tableOf('GET /a', 'GET /b', 'HEAD /b', 'POST /c', 'HEAD /d/{x}', 'GET /d/e');
    expect(ask(table, 'HEAD /a')).toBe('GET /a');
    expect(ask(table, 'HEAD /b')).toBe('HEAD /b');
    expect(ask(table, 'GET /b')).toBe('GET /b');
    expect(ask(table, 'HEAD /c')).toBe('unknown');
    expect(ask(table, 'HEAD /d/f')).toBe('HEAD /d/{x}');
    expect(ask(table, 'HEAD /d/e')).toBe('templates_contest');
    expect(ask(table, 'OPTIONS /a')).toBe('unknown');
  });

  it('refuses templates that overlap without one being more concrete everywhere', () => {
    const table = tableOf('GET /a/{x}/c', 'GET /a/b/{y}', 'GET /a/b/c/{z}', 'GET /a/{x}/{y}/d');
    expect(ask(table, 'GET /a/b/c')).toBe('templates_contest');
    expect(ask(table, 'GET /a/x/c')).toBe('GET /a/{x}/c');
    expect(ask(table, 'GET /a/b/x')).toBe('GET /a/b/{y}');
    expect(ask(table, 'GET /a/b/c/d')).toBe('templates_contest');
    const settled = tableOf('GET /a/{x}/c', 'GET /a/b/{y}', 'GET /a/b/c');
    expect(ask(settled, 'GET /a/b/c')).toBe('GET /a/b/c');
  });

  it('refuses partial templates that overlap', () => {
    const table = tableOf('GET /{a}.json', 'GET /v{b}', 'GET /{c}');
    expect(ask(table, 'GET /v1')).toBe('GET /v{b}');
    expect(ask(table, 'GET /x.json')).toBe('GET /{a}.json');
    expect(ask(table, 'GET /v1.json')).toBe('templates_contest');
    expect(ask(table, 'GET /v')).toBe('GET /{c}');
  });

  it('refuses a request that a server without letter case would give to somebody else', () => {
    const table = tableOf('GET /users/me', 'GET /users/{id}', 'GET /a', 'GET /A');
    expect(ask(table, 'GET /users/me')).toBe('GET /users/me');
    expect(ask(table, 'GET /users/you')).toBe('GET /users/{id}');
    for (const alias of ['ME', 'Me', 'me%20', 'me+', 'me%E2%80%8B', '%EF%BD%8De', '%E2%93%9Ce']) {
      expect(ask(table, `GET /users/${alias}`), alias).toBe('templates_contest');
    }
    expect(ask(table, 'GET /USERS/me')).toBe('unknown');
    expect(ask(table, 'GET /a')).toBe('templates_contest');
  });

  it('takes a trailing slash for a different path, and refuses where only that differs', () => {
    const table = tableOf('GET /a', 'GET /b/', 'GET /c', 'GET /c/', 'GET /d/{x}', 'GET /d/e/');
    expect(ask(table, 'GET /a')).toBe('GET /a');
    expect(ask(table, 'GET /a/')).toBe('trailing_slash');
    expect(ask(table, 'GET /b/')).toBe('GET /b/');
    expect(ask(table, 'GET /b')).toBe('trailing_slash');
    expect(ask(table, 'GET /c')).toBe('templates_contest');
    expect(ask(table, 'GET /c/')).toBe('templates_contest');
    expect(ask(table, 'GET /d/e')).toBe('templates_contest');
    expect(ask(table, 'GET /d/')).toBe('unknown');
    expect(ask(table, 'GET /x/')).toBe('unknown');
  });

  it('matches literals that have to be encoded, unless another template fits too', () => {
    const table = tableOf('GET /café/x y', 'GET /m%C3%BCll', 'GET /m/{x}', 'GET /m/ü');
    expect(ask(table, 'GET /caf%C3%A9/x%20y')).toBe('GET /café/x y');
    expect(ask(table, 'GET /m%c3%bcll')).toBe('GET /m%C3%BCll');
    expect(ask(table, 'GET /m/%C3%BC')).toBe('templates_contest');
  });

  it('never matches a template that only ambiguous requests would fit', () => {
    const hopeless = [
      '/a//b',
      '/a/../b',
      '/a;v',
      '/a?b',
      '/a#b',
      '/a%2Fb',
      '/a%zz',
      '/%61',
      '/a%25b',
    ];
    const broken = ['a', '/{a', '/{a}/{a}', '/a\0'];
    const table = tableOf(...[...hopeless, ...broken].map((path) => `GET ${path}`));
    expect(table.unroutable).toHaveLength(hopeless.length + broken.length);
    for (const path of hopeless) expect(ask(table, `GET ${path}`)).not.toBe(`GET ${path}`);
    expect(ask(table, 'GET /a')).toBe('unknown');
  });

  it('finds each of 2,000 operations by an example request, and no other', () => {
    const nouns = Array.from({ length: 20 }, (_, index) => `noun-${index}`);
    const lines = nouns.flatMap((one) =>
      nouns.flatMap((other) => [
        `GET /${one}/{id}/${other}`,
        `POST /${one}/{id}/${other}`,
        `GET /${one}/{id}/${other}/{number}`,
        `DELETE /${one}/{id}/${other}/{number}`,
        `GET /${one}/{id}/${other}/latest`,
      ]),
    );
    const table = tableOf(...lines);
    expect(lines).toHaveLength(2_000);
    for (const line of lines) {
      expect(ask(table, line.replaceAll(/\{[^}]*\}/g, 'Example-7'))).toBe(line);
    }
  });

  it('takes time in proportion to the path, also for the worst templates', () => {
    const stutter = Array.from({ length: 40 }, (_, index) => `{p${index}}a`).join('');
    const table = tableOf(`GET /${stutter}`, 'GET /{x}', 'GET /b/{y}');
    const path = `/${'a'.repeat(8_000)}b`;
    const startedAt = performance.now();
    for (let round = 0; round < 100; round += 1) matchRequest(table, 'GET', path);
    // Milliseconds, or minutes: no machine is so busy that one looks like the other.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  it('takes an escape that needs none in a parameter, and nowhere else', () => {
    const table = tableOf('GET /users/me', 'GET /users/{id}', 'POST /users/{id}:go', 'GET /c@d');
    expect(ask(table, 'GET /users/2024-01-01T00%3A00%3A00Z')).toBe('GET /users/{id}');
    expect(ask(table, 'GET /%75sers/7')).toBe('escaped_literal');
    expect(ask(table, 'GET /c%40d')).toBe('escaped_literal');
    expect(ask(table, 'GET /c@d')).toBe('GET /c@d');
    expect(ask(table, 'POST /users/7%3Ago')).toBe('escaped_literal');
    expect(ask(table, 'POST /users/a%40b:go')).toBe('POST /users/{id}:go');
    for (const me of ['m%65', '%6D%65']) {
      expect(ask(table, `GET /users/${me}`), me).toBe('escaped_literal');
    }
    for (const me of ['%4De', 'me%2Ejson', 'm%65%20']) {
      expect(ask(table, `GET /users/${me}`), me).toBe('templates_contest');
    }
    for (const twice of ['%2541', '%25%34%31', '%252525', '%EF%BC%85%34%31', '%25%EF%BC%94%31']) {
      expect(['encoded_percent', 'lookalike_character']).toContain(
        ask(table, `GET /users/${twice}`),
      );
    }
  });

  it('refuses an escape that a server which does not decode would read as part of a template', () => {
    const table = tableOf('GET /{x}40b', 'GET /{y}', 'GET /a/{x}:go', 'GET /a/{y}');
    expect(ask(table, 'GET /a%40b')).toBe('templates_contest');
    expect(ask(table, 'GET /a%40c')).toBe('GET /{y}');
    expect(ask(table, 'GET /a/%20:GO')).toBe('templates_contest');
  });

  const several = tableOf(
    'GET /repos/{owner}/{repo}/contents/{path...}',
    'GET /images/{name...}/json',
    'GET /images/json',
    'DELETE /images/{name...}',
    'GET /proxy',
    'GET /proxy/{path...}',
    'GET /proxy/status',
  );
  it.each([
    ['GET /repos/o/r/contents/a', 'GET /repos/{owner}/{repo}/contents/{path...}'],
    ['GET /repos/o/r/contents/docs/readme.md', 'GET /repos/{owner}/{repo}/contents/{path...}'],
    ['GET /repos/o/r/contents/docs%2Freadme.md', 'GET /repos/{owner}/{repo}/contents/{path...}'],
    ['GET /repos/o/r/contents/docs%2fa%40b/c', 'GET /repos/{owner}/{repo}/contents/{path...}'],
    ['GET /repos/o/r/contents/docs/', 'GET /repos/{owner}/{repo}/contents/{path...}'],
    ['GET /repos/o/r/contents', 'unknown'],
    ['GET /repos/o/r/contents/', 'unknown'],
    ['GET /repos/o/r/contents/docs%2F..%2Fx', 'dot_segment'],
    ['GET /repos/o/r/contents/docs%2F%2e%2e', 'dot_segment'],
    ['GET /repos/o/r/contents/..%2Fx', 'dot_segment'],
    ['GET /repos/o/r/contents/%2Fetc', 'encoded_slash'],
    ['GET /repos/o/r/contents/docs%2F', 'encoded_slash'],
    ['GET /repos/o/r/contents/docs%2F%20', 'lookalike_character'],
    ['GET /repos/o/r/contents/docs//a', 'doubled_slash'],
    ['GET /repos/o/r/contents/docs/../a', 'dot_segment'],
    ['GET /repos/o/r%2Fcontents/a', 'encoded_slash'],
    ['GET /repos/o%2Fr/x/contents/a', 'encoded_slash'],
    ['GET /images/alpine/json', 'GET /images/{name...}/json'],
    ['GET /images/library/alpine/json', 'GET /images/{name...}/json'],
    ['GET /images/library%2Falpine/json', 'GET /images/{name...}/json'],
    ['GET /images/library/alpine%2Fjson', 'encoded_slash'],
    ['GET /images/json', 'GET /images/json'],
    ['GET /images/json/json', 'GET /images/{name...}/json'],
    ['GET /images/alpine/json/', 'trailing_slash'],
    ['GET /images/alpine/JSON', 'unknown'],
    ['GET /images/alpine/history', 'unknown'],
    ['DELETE /images/library/alpine', 'DELETE /images/{name...}'],
    ['GET /proxy', 'GET /proxy'],
    ['GET /proxy/', 'trailing_slash'],
    ['GET /proxy/a/b/', 'GET /proxy/{path...}'],
    ['GET /proxy/status', 'GET /proxy/status'],
    ['GET /proxy/STATUS', 'templates_contest'],
    ['GET /proxy/status/x', 'GET /proxy/{path...}'],
  ])('with a parameter of several segments answers %s with %s', (request, expected) => {
    expect(ask(several, request)).toBe(expected);
  });

  it('takes no parameter of several segments for less concrete than one of a single one', () => {
    const table = tableOf(
      'GET /a/{x}',
      'GET /a/{p...}',
      'GET /{q...}',
      'GET /b/{x}/c',
      'GET /b/{p...}',
    );
    expect(ask(table, 'GET /a/1')).toBe('templates_contest');
    expect(ask(table, 'GET /a/1/2')).toBe('GET /a/{p...}');
    expect(ask(table, 'GET /x/1/2')).toBe('GET /{q...}');
    expect(ask(table, 'GET /b/1/c')).toBe('GET /b/{x}/c');
    expect(ask(table, 'GET /b/1%2Fc')).toBe('encoded_slash');
  });

  it('takes a trailing slash for nothing where the API says so, and no template contests it', () => {
    const lines = ['GET /a', 'GET /b/', 'GET /c', 'GET /c/', 'GET /d/{x}', 'GET /d/e/', 'GET /f'];
    const table = compileRoutes(
      [...lines, 'GET /f/{p...}'].map((operation) => {
        const [method = '', pathTemplate = ''] = operation.split(' ');
        return { operation, method, pathTemplate };
      }),
      { ignoresTrailingSlash: true },
    );
    for (const path of ['/a', '/a/', '/a?x']) expect(ask(table, `GET ${path}`)).toBe('GET /a');
    for (const path of ['/b', '/b/']) expect(ask(table, `GET ${path}`)).toBe('GET /b/');
    for (const path of ['/c', '/c/']) expect(ask(table, `GET ${path}`)).toBe('templates_contest');
    expect(ask(table, 'GET /d/7/')).toBe('GET /d/{x}');
    expect(ask(table, 'GET /d/e/')).toBe('GET /d/e/');
    expect(ask(table, 'GET /d/e')).toBe('templates_contest');
    // Somewhere the parameter may stand for what follows the slash: nothing.
    expect(ask(table, 'GET /f/')).toBe('templates_contest');
    expect(ask(table, 'GET /a//')).toBe('doubled_slash');
  });

  it('takes time in proportion to the path, also for many parameters of several segments', () => {
    const table = tableOf(
      ...Array.from({ length: 200 }, (_, at) => `GET /{p...}/{a}/${at}`),
      'GET /{p...}/b/{c}',
    );
    const path = `/${'a/'.repeat(4_000)}b`;
    const startedAt = performance.now();
    for (let round = 0; round < 100; round += 1) matchRequest(table, 'GET', path);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
