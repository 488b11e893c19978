import type { Flags } from '../lib/flags'; export async function benchRevoke(_f: Flags): Promise<boolean> { return false; }
