import { problem } from '@/app/server/problem';
import { publicUrls } from '@/app/server/public-urls';
import { ask } from '@/app/server/run';
import { currentRequestId } from '@/app/server/told';
import { paths } from '@/components/paths';
import { isRefusal } from '@/domain/base/refusal';
import { blastRadius } from '@/domain/decisions/blast-radius';
import { radiusMarkdown } from '@/domain/decisions/radius-markdown';
import { radiusQueryOf } from '@/domain/decisions/radius-words';
import { readAsked } from '../asked';

/** The page's report as a Markdown file, for whoever is signed in. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const asked = readAsked((name) => searchParams.getAll(name));
  const found = isRefusal(asked) ? asked : await ask(blastRadius, asked ?? {});
  if (isRefusal(found)) return problem(found, await currentRequestId());
  const radius = found.value;
  const link = new URL(paths.radius(radiusQueryOf(radius)), publicUrls().dashboard).href;
  return new Response(radiusMarkdown(radius, link), {
    headers: {
      'Content-Type': 'text/markdown; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Disposition': 'attachment; filename="keyward-blast-radius.md"',
    },
  });
}
