import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { WithPage } from '@/components/testing/with-page';
import type { TimelineEntry } from '../timeline/entry';
import { sampleDecision } from '../timeline/sample-entries';
import { LiveTail } from './live-tail';

/** Stands for the browser's own; tests say what arrives. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Source[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    Source.opened.push(this);
  }
  close() {
    this.readyState = Source.CLOSED;
  }
  arrive(place: string, rows: TimelineEntry[], skipped: number | null = 0) {
    const data = JSON.stringify({ rows, skipped });
    this.dispatchEvent(new MessageEvent('rows', { data, lastEventId: place }));
  }
}
const last = () => Source.opened.at(-1) as Source;

beforeEach(() => {
  Source.opened = [];
  vi.stubGlobal('EventSource', Source);
});
afterEach(() => vi.unstubAllGlobals());

async function start({ isFollowing = false, isStill = false, onRefresh = vi.fn() } = {}) {
  vi.stubGlobal('matchMedia', () => ({ matches: isStill }));
  const onShown = vi.fn<(rows: readonly TimelineEntry[]) => void>();
  const screen = await render(
    <WithPage onRefresh={onRefresh}>
      <LiveTail
        view={{ q: 'outcome:denied', from: null, to: null }}
        start="begin"
        known={known}
        isFollowing={() => isFollowing}
        onShown={onShown}
      />
    </WithPage>,
  );
  const shown = () => onShown.mock.lastCall?.[0].length;
  return {
    screen,
    shown,
    onRefresh,
    button: (name: string) => screen.getByRole('button', { name }),
  };
}
const known: ReadonlySet<string> = new Set();

test('follows the query from where the page was read, and says how many wait', async () => {
  const { screen, shown, button } = await start();
  await expect.poll(() => last()?.url).toBe('/audit/tail?q=outcome%3Adenied&after=begin');
  last().onopen?.();
  await expect.element(screen.getByText('Live', { exact: true })).toBeVisible();
  last().arrive('one', [sampleDecision(2), sampleDecision(1)]);
  await expect.element(button('2 new')).toBeVisible();
  await expect.element(screen.getByRole('status')).toHaveTextContent('2 new');
  expect(shown()).toBe(0);
  await button('2 new').click();
  await expect.poll(shown).toBe(2);
  await expect.element(button('2 new')).not.toBeInTheDocument();
});

test('rows come in by themselves while one looks at the top, and are announced as a number', async () => {
  const { screen, shown } = await start({ isFollowing: true });
  last().arrive('one', [sampleDecision(1)]);
  await expect.poll(shown).toBe(1);
  await expect.element(screen.getByRole('status')).toHaveTextContent('1 new row');
});

test('pausing lets the connection go, and going on asks from the last place', async () => {
  const { screen, button } = await start();
  last().arrive('one', [sampleDecision(1)]);
  await button('Pause').click();
  expect(last().readyState).toBe(Source.CLOSED);
  await expect.element(screen.getByText('Paused')).toBeVisible();
  await button('Go live').click();
  await expect.poll(() => last().url).toContain('after=one');
});

test('where motion is unwanted it waits to be started', async () => {
  const { button } = await start({ isStill: true });
  await expect.element(button('Go live')).toBeVisible();
  expect(Source.opened).toEqual([]);
});

test('what the server left out is counted, and read anew with the page', async () => {
  const { button, onRefresh } = await start({ isFollowing: true });
  last().arrive('one', [sampleDecision(1)], 40);
  await button('41 more, reload').click();
  expect(onRefresh).toHaveBeenCalledOnce();
});

test('a lost connection, and one that was ended for good, are told apart', async () => {
  const { screen } = await start();
  last().onerror?.();
  await expect.element(screen.getByText('Connecting again')).toBeVisible();
  last().close();
  last().onerror?.();
  await expect.element(screen.getByText('Ended')).toBeVisible();
});
