const INSTANT = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;

/** A time of the address in RFC 3339; null where it is none, so that a mangled link still shows something true. */
export const instantIn = (text: string): string | null =>
  INSTANT.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
