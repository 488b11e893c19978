import { InvalidArgumentError } from 'commander';

const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A span of time as it is typed. @throws where it is no whole number of a unit */
export function seconds(text: string): number {
  const [, amount, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
  if (amount !== undefined) return Number(amount) * UNITS[unit as keyof typeof UNITS];
  throw new InvalidArgumentError('Write a number of seconds, or such as 15m, 8h, 30d.');
}

/** Now and such a span, before or after. */
export const momentFrom = (spanSeconds: number): string =>
  new Date(Date.now() + spanSeconds * 1_000).toISOString();
