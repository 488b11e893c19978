import { expect, it } from 'vitest';
import { label, prose } from './input';
import { generateTokenSecret } from './token-format';

it('names and reasons that hold a token’s secret are refused: they end up in logs and pages', () => {
  const text = `leaked ${generateTokenSecret('personal')} in a build log`;
  for (const schema of [label(), prose()]) {
    const result = schema.safeParse(text);
    expect(result.success).toBe(false);
    expect(result.error?.message).not.toContain(text);
    expect(schema.safeParse('leaked kwp_3fA9…x7Qk in a build log').success).toBe(true);
  }
});
