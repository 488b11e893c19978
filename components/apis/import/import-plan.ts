import type { z } from 'zod';
import type { importPlanSchema } from '@/domain/apis/import-plan-view';

/** What an import would change, or has changed. */
export type ImportPlan = z.output<typeof importPlanSchema>;
