import { expect, test } from 'vitest';
import { delegateCommand } from './delegate-command';

test('puts the secret into the environment once, and the request takes it from there', () => {
  const urls = { verifier: 'http://v:3001', dashboard: 'http://d:3000' };
  expect(delegateCommand('kws_secret', { at: 'control-api' }, urls)).toBe(
    [
      "export KEYWARD_TOKEN='kws_secret'",
      'curl -i http://d:3000/api/v1/tokens/self \\',
      '  -H "Authorization: Bearer $KEYWARD_TOKEN"',
    ].join('\n'),
  );
});
