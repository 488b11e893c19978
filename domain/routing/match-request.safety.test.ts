import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRoutes } from './compile-routes';
import { matchRequest } from './match-request';
import { operations, server, situation } from './testing/random-requests';
import { type ServerModel, serve } from './testing/server-model';

const ESCAPE_FOR_PARAMETERS = /%(?:2[5-9bcdf]|3[ad]|40|5[bd]|6|7[0-9])/i;
const settings = { numRuns: 8_000 };

describe('what the matcher allows', { timeout: 240_000 }, () => {
  it('can reach no other operation on a server that decodes or normalises in its own way', () => {
    let matches = 0;
    let ofSeveral = 0;
    let escaped = 0;
    fc.assert(
      fc.property(situation, server, ({ operations, options, method, path, request }, model) => {
        const table = compileRoutes(operations, options);
        for (const [verb, target] of [
          [method, path],
          [request.method, request.path],
          [request.method, request.spoilt],
          ['HEAD', request.path],
        ] as const) {
          const match = matchRequest(table, verb, target);
          if (match.outcome !== 'matched') continue;
          matches += 1;
          const template = operations.find((one) => one.operation === match.operation);
          if (template?.pathTemplate.includes('...}')) ofSeveral += 1;
          if (ESCAPE_FOR_PARAMETERS.test(target)) escaped += 1;
          for (const reached of serve(model, operations, verb, target)) {
            expect(reached, `${verb} ${target}`).toBe(match.operation);
          }
        }
      }),
      settings,
    );
    // Otherwise the property would say nothing.
    expect(matches).toBeGreaterThan(settings.numRuns / 4);
    expect(ofSeveral).toBeGreaterThan(settings.numRuns / 40);
    expect(escaped).toBeGreaterThan(settings.numRuns / 200);
  });

  it('is what a plain server serves, which finds an operation wherever the matcher does', () => {
    const plain: ServerModel = {
      habits: ['decode'],
      splitsFirst: true,
      ignoresCase: false,
      ignoresTrailingSlash: false,
      takesFormatSuffix: false,
      headFirst: false,
      multiTakesNothing: false,
      preference: 'leftmost',
    };
    fc.assert(
      fc.property(situation, ({ operations, request: { method, path } }) => {
        const match = matchRequest(compileRoutes(operations), method, path);
        if (match.outcome !== 'matched') return;
        expect(serve(plain, operations, method, path)).toContain(match.operation);
      }),
      settings,
    );
  });

  it('does not depend on the order of the operations, nor on what was asked before', () => {
    fc.assert(
      fc.property(situation, ({ operations, options, method, path, request }) => {
        const table = compileRoutes(operations, options);
        const reversed = compileRoutes(operations.toReversed(), options);
        for (const target of [path, request.path, request.spoilt, path]) {
          const match = matchRequest(table, method, target);
          expect(matchRequest(reversed, method, target)).toEqual(match);
          expect(matchRequest(table, method, target)).toEqual(match);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is decided for any method and any text, without an exception', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(operations, anything, anything, (given, method, path) => {
        const table = compileRoutes(given);
        for (const target of [path, `/${path}`]) {
          const { outcome } = matchRequest(table, method, target);
          expect(['matched', 'unknown', 'ambiguous']).toContain(outcome);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is compiled from any templates, without an exception', () => {
    const anything = fc.string({ unit: fc.constantFrom(...'/{}a%2fé.;\0'), maxLength: 20 });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 5 }), anything, (templates, path) => {
        const table = compileRoutes(
          templates.map((pathTemplate, index) => ({
            operation: `op${index}`,
            method: 'GET',
            pathTemplate,
          })),
        );
        expect(matchRequest(table, 'GET', path).outcome).not.toBe('');
      }),
    );
  });
});
