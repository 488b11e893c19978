import { handleGithubReport } from '@/app/control-api/report-github-leaks';

export const POST = handleGithubReport;
