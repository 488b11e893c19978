export const UNIT_SECONDS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type DurationUnit = keyof typeof UNIT_SECONDS;

/** Seconds as the largest unit that needs no fraction: 5400 → 90 minutes. */
export function durationParts(seconds: number): { amount: number; unit: DurationUnit } {
  for (const unit of ['days', 'hours'] as const) {
    if (seconds > 0 && seconds % UNIT_SECONDS[unit] === 0) {
      return { amount: seconds / UNIT_SECONDS[unit], unit };
    }
  }
  return { amount: seconds / UNIT_SECONDS.minutes, unit: 'minutes' };
}

/** An amount and its unit in seconds, as a form submits it; what is no amount becomes "NaN". */
export function durationText(amount: string, unit: DurationUnit): string {
  if (amount.trim() === '') return 'NaN';
  return String(Math.round(Number(amount.replace(',', '.')) * UNIT_SECONDS[unit]));
}
