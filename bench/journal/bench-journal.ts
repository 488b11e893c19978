import type { Flags } from '../lib/flags'; export async function benchJournal(_f: Flags): Promise<boolean> { return false; }
