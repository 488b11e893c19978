import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBasePath, isBasePath, overlap, pathWithin } from './base-path';
import { parseHostName } from './host-name';
import { type ApiAddress, compileHosts, selectApi } from './select-api';

const api = (slug: string, hosts: string[], ...basePaths: string[]): ApiAddress => ({
  slug,
  hosts,
  basePaths: basePaths.length > 0 ? basePaths : ['/'],
});

const table = compileHosts([
  api('root', ['api.example.com']),
  api('any', ['any.example.com']),
  api('billing', ['api.example.com'], '/v1'),
  api('reports', ['api.example.com'], '/v1/reports'),
  api('internal', ['api.example.com:8443']),
  api('secure', ['pay.example.com:443']),
  api('address', ['[2001:DB8::1]:8080', '192.0.2.7']),
  api('unicode', ['bücher.example']),
]);

describe('selecting the API of a request', () => {
  it.each([
    ['api.example.com', '/users', 'root', '/users'],
    ['api.example.com', '/v1/users?x=1', 'billing', '/users'],
    ['api.example.com', '/v1', 'billing', '/'],
    ['api.example.com', '/v1?x', 'billing', '/'],
    ['api.example.com', '/v1/', 'billing', '/'],
    ['api.example.com', '/v1/reports/7', 'reports', '/7'],
    ['api.example.com', '/v1/reportsx', 'billing', '/reportsx'],
    ['api.example.com', '/v10/x', 'root', '/v10/x'],
    ['api.example.com', '/x?/v1/y', 'root', '/x'],
    ['API.Example.COM', '/users', 'root', '/users'],
    ['api.example.com.', '/users', 'root', '/users'],
    ['api.example.com:443', '/users', 'root', '/users'],
    ['any.example.com:9000', '/users', 'any', '/users'],
    ['pay.example.com', '/', 'secure', '/'],
    ['pay.example.com:443', '/', 'secure', '/'],
    ['192.0.2.7:1234', '/a', 'address', '/a'],
    ['xn--bcher-kva.example', '/a', 'unicode', '/a'],
  ])('sends %s%s to %s', (host, path, slug, pathWithinApi) => {
    expect(selectApi(table, host, path)).toEqual({ slug, pathWithinApi });
  });

  it.each([
    'other.example.com',
    'example.com',
    '',
    '.',
    'api.example.com..',
    'api.example.com:8443',
    'api.example.com:9000',
    'pay.example.com:8443',
    'pay.example.com:',
    'api.example.com:0',
    'api.example.com:65536',
    'api.example.com:80:80',
    'api.example.com, evil.example',
    'api.example.com/v1',
    'user@api.example.com',
    ' api.example.com',
    'api.example.com\0',
    'bücher.example',
    '[2001:db8::1]',
    '[2001:db8::1',
    '2001:db8::1',
    '[::zz]:8080',
    '__proto__',
    'a'.repeat(10_000),
  ])('knows no API at the host %j', (host) => {
    expect(selectApi(table, host, '/')).toBeNull();
  });

  it.each([
    ['api.example.com', 80, 'root'],
    ['api.example.com:80', 80, 'root'],
    ['api.example.com', 8443, 'internal'],
    ['api.example.com:8443', 8443, 'internal'],
    ['API.example.com.:8443', 8443, 'internal'],
    ['any.example.com:9000', 80, 'any'],
    ['pay.example.com', 443, 'secure'],
    ['[2001:db8:0::1]:8080', 8080, 'address'],
    ['[2001:db8:0::1]', 8080, 'address'],
  ])('sends %s at the port %i of the gateway to %s', (host, port, slug) => {
    expect(selectApi(table, host, '/', port)?.slug).toBe(slug);
  });

  it.each([
    ['api.example.com:8443', 80],
    ['api.example.com:8443', 443],
    ['api.example.com:443', 8443],
    ['api.example.com:9000', 8443],
    ['pay.example.com:443', 8443],
    ['pay.example.com', 8443],
  ])('knows no API at the host %s when the gateway listens on %i', (host, port) => {
    expect(selectApi(table, host, '/', port)).toBeNull();
  });

  it('lets no port that a client writes choose between APIs', () => {
    const ports = fc.constantFrom(...['', ':80', ':443', ':8443', ':8080', ':9', ':']);
    const vouched = fc.constantFrom(80, 443, 8443, 8080);
    const crowded = compileHosts([
      ...[api('any', ['h']), api('b', ['h:8443']), api('c', ['h:80']), api('d', ['h:8080'])],
    ]);
    fc.assert(
      fc.property(ports, vouched, (port, listener) => {
        const selected = selectApi(crowded, `h${port}`, '/', listener);
        const own = selectApi(crowded, 'h', '/', listener);
        expect([undefined, own?.slug]).toContain(selected?.slug);
        const unvouched = selectApi(crowded, `h${port}`, '/');
        expect([undefined, 'c']).toContain(unvouched?.slug);
      }),
    );
  });

  it('refuses a path that a forgiving server would give to an API mounted deeper', () => {
    for (const path of [
      '/V1/users',
      '/%56%31/users',
      '/%761/x',
      '/v1+/x',
      '/v1%20/x',
      '/v1/Reports/7',
    ]) {
      expect(selectApi(table, 'api.example.com', path), path).toBeNull();
    }
  });

  it('refuses to choose between two APIs at the same place', () => {
    const twice = compileHosts([api('one', ['a.example']), api('two', ['a.example'])]);
    expect(selectApi(twice, 'a.example', '/')).toBeNull();
    const inCase = compileHosts([
      api('one', ['b.example'], '/v1'),
      api('two', ['b.example'], '/V1'),
    ]);
    expect(selectApi(inCase, 'b.example', '/v1/x')).toBeNull();
    const ports = compileHosts([api('one', ['c.example:80']), api('two', ['c.example:443'])]);
    expect(selectApi(ports, 'c.example', '/')).toBeNull();
    expect(selectApi(ports, 'c.example:443', '/')).toBeNull();
    expect(selectApi(ports, 'c.example:443', '/', 443)?.slug).toBe('two');
    expect(selectApi(ports, 'c.example', '/', 80)?.slug).toBe('one');
    const aliases = compileHosts([api('one', ['d.example', 'D.EXAMPLE.', 'd.example'])]);
    expect(selectApi(aliases, 'd.example', '/')?.slug).toBe('one');
  });

  it('never selects an API without hosts, or with a host that cannot be read', () => {
    const none = compileHosts([api('none', []), api('bad', ['*', 'a b', 'http://x'])]);
    for (const host of ['*', 'a b', 'http://x', 'x', '', 'http:']) {
      expect(selectApi(none, host, '/')).toBeNull();
      expect(none.mountsAt(host, null) ?? []).toEqual([]);
    }
  });

  it('is decided for any host and path, whatever the order of the APIs', () => {
    const apis = ['/', '/v1', '/v1/a', '/V1', '/b'].map((path, index) =>
      api(`api-${index}`, index % 2 === 0 ? ['h'] : ['h', 'h:81'], path),
    );
    const forward = compileHosts(apis);
    const backward = compileHosts(apis.toReversed());
    const host = fc.oneof(fc.constantFrom('h', 'H', 'h:81', 'h.'), fc.string({ unit: 'binary' }));
    const path = fc.oneof(
      fc
        .string({ unit: fc.constantFrom(...'/vV1ab%2f?+;.'), maxLength: 12 })
        .map((text) => `/${text}`),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(host, path, fc.constantFrom(null, 80, 81), (host, path, port) => {
        const selected = selectApi(forward, host, path, port);
        expect(selectApi(backward, host, path, port)).toEqual(selected);
        if (selected === null) return;
        const own = apis.find(({ slug }) => slug === selected.slug);
        const [basePath = '?'] = own?.basePaths ?? [];
        expect(pathWithin(compileBasePath(basePath), path)).toBe(selected.pathWithinApi);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads hosts without throwing', () => {
    const unit = fc.constantFrom(...'[]:.aZ0-é%/@');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const host = parseHostName(text);
        if (host) expect(host.name).toMatch(/^[a-z0-9._-]+$|^\[[0-9a-f:]+\]$/);
      }),
      { numRuns: 1_000 },
    );
  });

  describe('at several base paths, with variables', () => {
    const many = compileHosts([
      api('versions', ['v.example'], '/{version}'),
      api('admin', ['v.example'], '/{version}/admin'),
      api('both', ['b.example'], '/v1', '/v2', '/old/api'),
      api('clash', ['c.example'], '/{any}'),
      api('v1', ['c.example'], '/v1'),
      api('self', ['s.example'], '/v1', '/v1/x'),
      api('root', ['r.example']),
      api('some', ['r.example'], '/{x}/y'),
    ]);
    it.each([
      ['v.example', '/v1/users', 'versions', '/users'],
      ['v.example', '/2024-01-01/users', 'versions', '/users'],
      ['v.example', '/v1', 'versions', '/'],
      ['v.example', '/v1/', 'versions', '/'],
      ['v.example', '/v1/admin/x', 'admin', '/x'],
      ['b.example', '/v1/users', 'both', '/users'],
      ['b.example', '/v2', 'both', '/'],
      ['b.example', '/old/api/users', 'both', '/users'],
      ['c.example', '/v2/x', 'clash', '/x'],
      ['r.example', '/a/b', 'root', '/a/b'],
      ['r.example', '/a/y/b', 'some', '/b'],
    ])('sends %s%s to %s', (host, path, slug, pathWithinApi) => {
      expect(selectApi(many, host, path, null)).toEqual({ slug, pathWithinApi });
    });

    it.each([
      ['v.example', '/'],
      ['v.example', '//users'],
      ['v.example', '/../users'],
      ['v.example', '/./users'],
      ['v.example', '/%2e%2e/users'],
      ['v.example', '/v%31/users'],
      ['v.example', '/v1;a/users'],
      ['v.example', '/v1/Admin/x'],
      ['v.example', '/v1/%61dmin/x'],
      ['b.example', '/v3/users'],
      ['b.example', '/old/users'],
      ['c.example', '/v1/x'],
      ['c.example', '/V1/x'],
      ['s.example', '/v1/x/users'],
      ['r.example', '/%61/y/b'],
      ['r.example', '/../y/b'],
    ])('refuses %s%s', (host, path) => {
      expect(selectApi(many, host, path, null)).toBeNull();
    });
  });

  it('lets a wildcard stand for one label, where no host is named more closely', () => {
    const wild = compileHosts([
      api('any', ['*.example.net']),
      api('one', ['one.example.net']),
      api('port', ['*.ports.example:8443']),
      api('name', ['a.ports.example']),
      api('under', ['my_api.example.org', '*.my_zone.example.org']),
      api('none', ['*', '*.', '*.*.example.net', '*.192.0.2.1', '*.[::1]', 'a.*.example.net']),
    ]);
    const slugAt = (host: string, port: number | null = null) =>
      selectApi(wild, host, '/', port)?.slug ?? null;
    expect(slugAt('two.example.net')).toBe('any');
    expect(slugAt('TWO.example.net.')).toBe('any');
    expect(slugAt('one.example.net')).toBe('one');
    expect(slugAt('two.example.net:8443')).toBe('any');
    expect(slugAt('my_api.example.org')).toBe('under');
    expect(slugAt('x.my_zone.example.org')).toBe('under');
    expect(slugAt('b.ports.example', 8443)).toBe('port');
    expect(slugAt('a.ports.example', 443)).toBe('name');
    expect(slugAt('a.ports.example', 8443)).toBeNull();
    expect(slugAt('b.ports.example:8443')).toBeNull();
    for (const host of ['example.net', 'a.b.example.net', '*.example.net', '.example.net', '']) {
      expect(slugAt(host), host).toBeNull();
    }
    for (const host of ['x.192.0.2.1', 'a.x.example.net', 'x.y.example.net']) {
      expect(slugAt(host), host).toBeNull();
    }
  });

  it('tells base paths that meet', () => {
    const meet = (one: string, other: string) =>
      overlap(compileBasePath(one), compileBasePath(other));
    expect(meet('/v1', '/V1')).toBe('same place');
    expect(meet('/{a}', '/v1')).toBe('same place');
    expect(meet('/v1', '/v1/x')).toBe('nested');
    expect(meet('/{a}/x', '/v1')).toBe('nested');
    expect(meet('/', '/v1')).toBe('nested');
    expect(meet('/v1', '/v2')).toBeNull();
    expect(['/', '/v1', '/{v}', '/a/{v}/b'].every(isBasePath)).toBe(true);
    expect(['', 'v1', '/v1/', '//', '/..', '/a;b', '/v{n}', '/{v...}x'].some(isBasePath)).toBe(
      false,
    );
  });
});
