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
    ['GET /repos/acme/site/compare/main', 'GET /repos/{owner}/{repo}/compare/{basehead}'],
    ['GET /repos/acme/site/compare/a...b', 'GET /repos/{owner}/{repo}/compare/{base}...{head}'],
    ['GET /repos/acme/site/compare/a...', 'GET /repos/{owner}/{repo}/compare/{basehead}'],
    ['GET /repos/acme/site/releases/latest', 'GET /repos/{owner}/{repo}/releases/latest'],
    ['GET /repos/acme/site/releases/7', 'GET /repos/{owner}/{repo}/releases/{id}'],
    ['GET /repos/acme/site/releases/Latest', 'overlapping_templates'],
    ['GET /repos/acme/site/releases/latest.json', 'overlapping_templates'],
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
    ['//repos/acme/site', 'empty_segment'],
    ['/repos//acme/site', 'empty_segment'],
    ['/repos/acme/site//', 'empty_segment'],
    ['/repos/acme/site/', 'trailing_slash'],
    ['/repos/./site', 'dot_segment'],
    ['/repos/acme/..', 'dot_segment'],
    ['/repos/acme/site/../site', 'dot_segment'],
    ['/repos/%2e/site', 'forbidden_encoding'],
    ['/repos/.%2E/site', 'forbidden_encoding'],
    ['/repos/acme%2fsite', 'forbidden_encoding'],
    ['/repos/acme/%2F', 'forbidden_encoding'],
    ['/repos/acme/a%5cb', 'forbidden_encoding'],
    ['/repos/acme/a\\b', 'forbidden_character'],
    ['/repos/acme/site;v=1', 'forbidden_character'],
    ['/repos/acme/site%3bv=1', 'forbidden_encoding'],
    ['/repos/acme/%00', 'forbidden_encoding'],
    ['/repos/acme/a\0', 'forbidden_character'],
    ['/repos/acme/%0a', 'forbidden_encoding'],
    ['/repos/acme/%7F', 'forbidden_encoding'],
    ['/repos/acme/%C2%85', 'forbidden_encoding'],
    ['/repos/acme/%61', 'forbidden_encoding'],
    ['/repos/acme/%7E', 'forbidden_encoding'],
    ['/repos/acme/%40', 'forbidden_encoding'],
    ['/repos/acme/%2B', 'forbidden_encoding'],
    ['/repos/acme/%3F', 'forbidden_encoding'],
    ['/repos/acme/%23', 'forbidden_encoding'],
    ['/repos/acme/%252f', 'forbidden_encoding'],
    ['/repos/acme/100%25', 'forbidden_encoding'],
    ['/repos/acme/%', 'forbidden_encoding'],
    ['/repos/acme/%4', 'forbidden_encoding'],
    ['/repos/acme/%zz', 'forbidden_encoding'],
    ['/repos/acme/%2?0', 'forbidden_encoding'],
    ['/repos/acme/%C0%AF', 'forbidden_encoding'],
    ['/repos/acme/%ff', 'forbidden_encoding'],
    ['/repos/acme/%ED%A0%80', 'forbidden_encoding'],
    ['/repos/acme/%E2%80', 'forbidden_encoding'],
    ['/repos/acme/a%EF%BC%8Fb', 'forbidden_encoding'],
    ['/repos/acme/%EF%BC%8E%EF%BC%8E', 'forbidden_encoding'],
    ['/repos/acme/%20', 'forbidden_encoding'],
    ['/repos/acme/+', 'forbidden_encoding'],
    ['/repos/acme/%C2%AD', 'forbidden_encoding'],
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
    expect(ask(table, 'HEAD /d/e')).toBe('overlapping_templates');
    expect(ask(table, 'OPTIONS /a')).toBe('unknown');
  });

  it('refuses templates that overlap without one being more concrete everywhere', () => {
    const table = tableOf('GET /a/{x}/c', 'GET /a/b/{y}', 'GET /a/b/c/{z}', 'GET /a/{x}/{y}/d');
    expect(ask(table, 'GET /a/b/c')).toBe('overlapping_templates');
    expect(ask(table, 'GET /a/x/c')).toBe('GET /a/{x}/c');
    expect(ask(table, 'GET /a/b/x')).toBe('GET /a/b/{y}');
    expect(ask(table, 'GET /a/b/c/d')).toBe('overlapping_templates');
    const settled = tableOf('GET /a/{x}/c', 'GET /a/b/{y}', 'GET /a/b/c');
    expect(ask(settled, 'GET /a/b/c')).toBe('GET /a/b/c');
  });

  it('refuses partial templates that overlap', () => {
    const table = tableOf('GET /{a}.json', 'GET /v{b}', 'GET /{c}');
    expect(ask(table, 'GET /v1')).toBe('GET /v{b}');
    expect(ask(table, 'GET /x.json')).toBe('GET /{a}.json');
    expect(ask(table, 'GET /v1.json')).toBe('overlapping_templates');
    expect(ask(table, 'GET /v')).toBe('GET /{c}');
  });

  it('refuses a request that a server without letter case would give to somebody else', () => {
    const table = tableOf('GET /users/me', 'GET /users/{id}', 'GET /a', 'GET /A');
    expect(ask(table, 'GET /users/me')).toBe('GET /users/me');
    expect(ask(table, 'GET /users/you')).toBe('GET /users/{id}');
    for (const alias of ['ME', 'Me', 'me%20', 'me+', 'me%E2%80%8B', '%EF%BD%8De', '%E2%93%9Ce']) {
      expect(ask(table, `GET /users/${alias}`), alias).toBe('overlapping_templates');
    }
    expect(ask(table, 'GET /USERS/me')).toBe('unknown');
    expect(ask(table, 'GET /a')).toBe('overlapping_templates');
  });

  it('takes a trailing slash for a different path, and refuses where only that differs', () => {
    const table = tableOf('GET /a', 'GET /b/', 'GET /c', 'GET /c/', 'GET /d/{x}', 'GET /d/e/');
    expect(ask(table, 'GET /a')).toBe('GET /a');
    expect(ask(table, 'GET /a/')).toBe('trailing_slash');
    expect(ask(table, 'GET /b/')).toBe('GET /b/');
    expect(ask(table, 'GET /b')).toBe('trailing_slash');
    expect(ask(table, 'GET /c')).toBe('overlapping_templates');
    expect(ask(table, 'GET /c/')).toBe('overlapping_templates');
    expect(ask(table, 'GET /d/e')).toBe('overlapping_templates');
    expect(ask(table, 'GET /d/')).toBe('unknown');
    expect(ask(table, 'GET /x/')).toBe('unknown');
  });

  it('matches literals that have to be encoded, unless another template fits too', () => {
    const table = tableOf('GET /café/x y', 'GET /m%C3%BCll', 'GET /m/{x}', 'GET /m/ü');
    expect(ask(table, 'GET /caf%C3%A9/x%20y')).toBe('GET /café/x y');
    expect(ask(table, 'GET /m%c3%bcll')).toBe('GET /m%C3%BCll');
    expect(ask(table, 'GET /m/%C3%BC')).toBe('overlapping_templates');
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
});
