import { describe, expect, it } from 'vitest';
import { normalisePathTemplate, parsePathTemplate } from './path-template';

function read(text: string) {
  const parsed = parsePathTemplate(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.template;
}

describe('path templates', () => {
  it('reads literals, parameters and segments that hold both', () => {
    expect(read('/a/{b}/c-{d}...{e}/')).toEqual({
      parameters: ['b', 'd', 'e'],
      normalised: '/a/{}/c-{}...{}/',
      route: {
        trailingSlash: true,
        segments: [
          { kind: 'literal', text: 'a' },
          { kind: 'parameter' },
          { kind: 'partial', pieces: ['c-', '...', ''], foldedPieces: ['c-', '...', ''] },
        ],
      },
    });
    expect(read('/').route).toEqual({ segments: [], trailingSlash: false });
  });

  it('decodes literals and takes raw Unicode for its encoding', () => {
    const segments = [{ kind: 'literal', text: 'é x' }];
    expect(read('/%C3%A9%20x').route?.segments).toEqual(segments);
    expect(read('/é x').route?.segments).toEqual(segments);
  });

  it.each([
    ['', 'starts with "/"'],
    ['a/b', 'starts with "/"'],
    ['/{a', 'balanced'],
    ['/a}', 'balanced'],
    ['/{{a}}', 'balanced'],
    ['/{a/b}', 'balanced'],
    ['/}a{', 'balanced'],
    ['/{}', 'has a name'],
    ['/{a}/{a}', '"a" stands twice'],
    ['/a\0', 'control characters'],
    ['/a\u0085', 'control characters'],
    ['/a\uD800', 'control characters'],
    ['/a\u202eb', 'invisible characters'],
    ['/a\u200bb', 'invisible characters'],
    [`/${'a'.repeat(1_000)}`, 'at most 1000'],
  ])('refuses %j: %s', (text, message) => {
    const parsed = parsePathTemplate(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok || parsed.message).toContain(message);
  });

  it.each(['/a//b', '//', '/.', '/a/..', '/a;b', '/a?b', '/a#b', '/a\\b', '/a%2Fb', '/a%', '/[a]'])(
    'reads %s, but gives it no route',
    (text) => {
      expect(read(text).route).toBeNull();
    },
  );

  it('reads one parameter of several segments, alone between slashes', () => {
    expect(read('/a/{p...}/b')).toEqual({
      parameters: ['p'],
      normalised: '/a/{...}/b',
      route: {
        trailingSlash: false,
        segments: [
          { kind: 'literal', text: 'a' },
          { kind: 'multi' },
          { kind: 'literal', text: 'b' },
        ],
      },
    });
  });

  it.each([
    ['/files/{path+}', '{path...}'],
    ['/files/{+path}', '{path...}'],
    ['/proxy/{*path}', '{path...}'],
    ['/proxy/{path*}', '{path...}'],
    ['/open/{rest:.*}', '{path...}'],
    ['/open/{rest:path}', '{path...}'],
    ['/static/{file}*', '{path...}'],
    ['/any/**', '{path...}'],
    ['/users/<id>', '{name}'],
    ['/users/<int:id>.json', '{name}'],
    ['/some/*', '{path...}'],
    ['/users{?page,limit}', 'is a query'],
    ['/users/{a,b}', '{path...}'],
    ['/users{/id}', 'balanced'],
    ['/users{.format}', '{path...}'],
    ['/users{;v}', '{path...}'],
    ['/a/{...}', 'has a name'],
    ['/a/x{p...}', 'stands alone'],
    ['/a/{p...}{q}', 'stands alone'],
    ['/a/{p...}/{q...}', 'at most one'],
    ['/a/{p}/{p...}', 'stands twice'],
  ])('never misreads %s, and says %s', (text, message) => {
    const parsed = parsePathTemplate(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok || parsed.message).toContain(message);
  });

  it('normalises the names of parameters and nothing else', () => {
    expect(normalisePathTemplate('/A/{id}/b.{c}{d}/')).toBe('/A/{}/b.{}{}/');
    expect(normalisePathTemplate('/A/{x.y}/{p...}/z')).toBe('/A/{}/{...}/z');
  });
});
