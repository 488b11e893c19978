import { fork } from 'node:child_process';
import { once } from 'node:events';
import { inRoot } from '../lib/paths';
import type { LoadRequest } from '../load/load-spec';
import type { ProbeNews, ProbeStart, Turn } from './probe-messages';

/** Watches a token at every verifier while it is being stopped. */
export function startProber(urls: readonly string[]) {
  const program = inRoot('dist/bench/prober-process.js');
  const child = fork(program, [...urls]);
  const exited = once(child, 'exit').then(([code]) => {
    if (!isStopping) throw new Error(`the prober ended with code ${code}`);
    return [];
  });
  exited.catch(() => undefined);
  let isStopping = false;
  const nextNews = async () => {
    const [news] = await Promise.race([once(child, 'message'), exited]);
    return news as ProbeNews;
  };
  return {
    /**
     * Uses the token everywhere, stops it by `work` once it is allowed everywhere, and waits.
     */
    async watch(request: LoadRequest, work: () => Promise<void>): Promise<Turn> {
      child.send({ request } satisfies ProbeStart);
      await nextNews();
      const denied = nextNews();
      await work();
      const news = await denied;
      if (news.news !== 'denied') throw new Error('the prober lost its place');
      return news;
    },
    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export type Prober = ReturnType<typeof startProber>;
