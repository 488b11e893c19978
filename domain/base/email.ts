// Pure: pages read pasted lists with it.

const MAX_LOCAL = 64;
const MAX_LABEL_LENGTH = 63;
// What RFC 5321 and 6531 allow without quotes: `o'brien`, `a+b`, letters of every script. Dots may stand
// anywhere, for there are mailboxes like that.
const LOCAL = /^[^\s"(),:;<>@[\]\\\p{C}]+$/u;
// Letters of every script (RFC 5890), and the underscore that some inner networks have.
const LABEL = /^[\p{L}\p{N}\p{M}_]([\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}_])?$/u;

/** Whether a text is one address as mail takes it, with or without a dot in its domain. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || local.length > MAX_LOCAL || !LOCAL.test(local)) return false;
  const labels = text.slice(at + 1).split('.');
  return labels.every((name) => name.length <= MAX_LABEL_LENGTH && LABEL.test(name));
}

/** Whether mail to it can't arrive (RFC 2606, section 2): who has no address is given one like that. */
export const reachesNobody = (email: string): boolean => /[@.]invalid$/i.test(email);

/** The address in what mail programs copy: `Byron, Ada <ada@example.com>`; else the text itself, trimmed. */
export function mailboxOf(text: string): string {
  const trimmed = text.normalize('NFC').trim();
  return /<\s*([^<>\s]+@[^<>\s]+)\s*>$/.exec(trimmed)?.[1] ?? trimmed;
}
