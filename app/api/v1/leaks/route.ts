import { handleLeakReport } from '@/app/control-api/report-leaks';

export const POST = handleLeakReport;
