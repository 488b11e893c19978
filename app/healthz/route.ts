import { dashboardBuild } from '@/app/server/version';

// Else the answer would be made once, at build time, before there is a build.
export const dynamic = 'force-dynamic';

/** The process runs, and which build: a page from before an upgrade finds out here. */
export function GET(): Response {
  return Response.json({ alive: true, build: dashboardBuild() });
}
