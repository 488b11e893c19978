/**
 * Numbers and times as every text has them: page, notice, mail and terminal. One locale wherever they are
 * written, so that hydration never disagrees: day-month-year is unambiguous.
 */
export const LOCALE = 'en-GB';
const integer = new Intl.NumberFormat(LOCALE);

const FORMS = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  day: { day: 'numeric', month: 'short' },
  year: { year: 'numeric' },
  minute: {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  },
  dateTime: {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    ...{ hourCycle: 'h23', timeZoneName: 'short' },
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const kept = new Map<string, Intl.DateTimeFormat>();

/** Kept: to make one takes thirty times as long as to use it, and a list of tokens has hundreds of dates. */
function formatOf(form: keyof typeof FORMS, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${form} ${timeZone}`;
  const known = kept.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALE, { ...FORMS[form], timeZone });
  kept.set(key, made);
  return made;
}

/** 1234567 → "1,234,567"; at most three decimals. */
export const writtenNumber = (value: number): string => integer.format(value);

/** 3, "token" → "3 tokens". */
export const writtenCount = (count: number, one: string, other = `${one}s`): string =>
  `${writtenNumber(count)} ${count === 1 ? one : other}`;

/**
 * A moment: "26 Nov 2026", "26 Nov 2026, 14:05 UTC", "26 Nov 2026, 14:05:09 UTC".
 * @param timeZone the runtime's own where it is undefined
 */
export const writtenTime = (
  at: Date | string | number,
  form: keyof typeof FORMS,
  timeZone: string | undefined,
): string => formatOf(form, timeZone).format(new Date(at));

/** As notices and mails say when something was: to the minute, in UTC, whoever reads it. */
export const writtenMinute = (at: string): string => writtenTime(at, 'minute', 'UTC');
