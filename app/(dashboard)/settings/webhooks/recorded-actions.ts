import { COMMANDS } from '@/domain/registry/operations';

/** What the log of changes tells of; questions are recorded where they are refused alone. */
export const recordedActions = (): string[] => COMMANDS.map(({ operation }) => operation);
