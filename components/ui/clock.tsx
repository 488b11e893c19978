'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';

const tickMs = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let currentMs = 0;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    currentMs = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    currentMs = 0;
  };
}

function getCurrentMs() {
  currentMs ||= Date.now();
  return currentMs;
}

const RenderedAtContext = createContext(0);

/** Gives the first client render the server's clock, so that relative times hydrate unchanged. */
export function ClockProvider(props: { renderedAtMs: number; children: ReactNode }) {
  return (
    <RenderedAtContext.Provider value={props.renderedAtMs}>
      {props.children}
    </RenderedAtContext.Provider>
  );
}

/** Now in milliseconds, stepping every 15 s; one timer for the whole page. */
export function useNowMs(): number {
  const renderedAtMs = useContext(RenderedAtContext);
  return useSyncExternalStore(subscribe, getCurrentMs, () => renderedAtMs);
}

const neverChanges = () => () => undefined;

/** False on the server and in the first client render; true after hydration. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
