import { expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import { displayText, pointer, quote } from './text';

it('a secret that stands across the place where a text is cut is withheld whole', () => {
  const secret = generateTokenSecret('service');
  for (const length of [80, 200, 400, 800, 1_600]) {
    for (const shown of [39, 20]) {
      const before = ' '.repeat(length - shown);
      const texts = [
        displayText(before + secret, length / 8),
        quote(before + secret),
        pointer('', before + secret),
      ];
      expect(texts.join('\n')).not.toContain(secret.slice(0, 16));
    }
  }
});
