import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { Tone } from './notice';

const icons: Record<Tone, { Icon: LucideIcon; colour: string; word: string }> = {
  neutral: { Icon: Info, colour: 'text-muted', word: 'Note' },
  ok: { Icon: CircleCheck, colour: 'text-ok', word: 'Done' },
  warn: { Icon: TriangleAlert, colour: 'text-warn', word: 'Warning' },
  danger: { Icon: CircleAlert, colour: 'text-danger', word: 'Error' },
  info: { Icon: Info, colour: 'text-info', word: 'Note' },
};

/** The icon, its colour class and its spoken word for a tone. */
export function toneIcon(tone: Tone) {
  return icons[tone];
}
