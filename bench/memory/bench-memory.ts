import type { Flags } from '../lib/flags'; export async function benchMemory(_f: Flags): Promise<boolean> { return false; }
