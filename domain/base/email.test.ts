import { describe, expect, it } from 'vitest';
import { isEmail, mailboxOf } from './email';
import { emailAddress, reference } from './input';

const REAL = [
  "o'brien@example.com",
  'root@localhost',
  'ada+keys@example.co.uk',
  'Ada.Byron@Example.com',
  'jørgen@blåbær.example',
  '用户@例え.jp',
  'ada@xn--bcher-kva.example',
  'a!#$%&*/=?^_`{|}~-b@example.com',
  'double..dot@docomo.example',
  'build@ci_host.internal',
];

describe('addresses are taken as they are', () => {
  it.each(REAL)('%s, by forms and by whoever refers to it', (email) => {
    expect(emailAddress().parse(` ${email} `)).toBe(email);
    expect(reference().parse(email)).toBe(email);
  });

  it.each([
    'ada',
    '@example.com',
    'ada@',
    'a b@example.com',
    'ada@exa mple.com',
    'ada@-example.com',
    'ada@example..com',
    'ada@example.com, max@example.com',
    'ada\u202e@example.com',
    `${'a'.repeat(65)}@example.com`,
  ])('%j is none', (text) => {
    expect(isEmail(text)).toBe(false);
    expect(emailAddress().safeParse(text).success).toBe(false);
  });

  it('what a mail program copies is read as the address in it', () => {
    for (const text of [
      'Byron, Ada <ada@example.com>',
      '"Byron, Ada" <ada@example.com>',
      '<ada@example.com>',
      ' Ada Byron < ada@example.com > ',
    ]) {
      expect(mailboxOf(text)).toBe('ada@example.com');
      expect(emailAddress().parse(text)).toBe('ada@example.com');
      expect(reference().parse(text)).toBe('ada@example.com');
    }
  });

  it('one letter typed in two ways is one address', () => {
    expect(emailAddress().parse('jose\u0301@example.com')).toBe('jos\u00e9@example.com');
  });
});

it('references stay as narrow as they were otherwise', () => {
  for (const text of ["x' or true --", 'a/b', '../x', 'a b', 'a%00', '<script>']) {
    expect(reference().safeParse(text).success, text).toBe(false);
  }
});
