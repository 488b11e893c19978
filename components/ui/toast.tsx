'use client';

import {
  type ComponentType,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react';
import { UNDO_SECONDS } from '@/domain/tokens/token-facts';
import type { Refused } from './form-state';
import { Notice, type Tone } from './notice';
import { RefusalReference } from './refusal-reference';
import { useFirstInteraction } from './use-first-interaction';

export type ToastOptions = {
  title: string;
  description?: ReactNode;
  tone?: Tone;
  /** A way on or back: "View", "Undo". */
  action?: { label: string; onSelect: () => void | Promise<void> };
  /** The action's window; shows a countdown and closes at its end. */
  actionSeconds?: number;
  /** 0 stays until dismissed; default 6 s, errors stay. */
  durationMs?: number;
};

/** A toast on its way to the screen. */
export type WaitingToast = ToastOptions & { id: string; askedAtMs: number };

export type ToastLayerProps = {
  waiting: WaitingToast[];
  /** These are on the screen now. */
  onTaken: (taken: WaitingToast[]) => void;
};

const ShowToastContext = createContext<(toast: ToastOptions) => void>(() => {
  throw new Error('ToastProvider is missing above this component');
});

let askedFor = 0;

/**
 * Wraps the app once; see `useToast`. What draws toasts is fetched at the first press of a pointer
 * or key, so it stands ready, its live region with it, before there is anything to tell.
 */
export function ToastProvider(props: { children: ReactNode }) {
  const [waiting, setWaiting] = useState<WaitingToast[]>([]);
  const [layer, setLayer] = useState<{ Layer: ComponentType<ToastLayerProps> } | 'failed'>();
  const fetchLayer = useCallback(() => {
    import('./toast-layer').then(
      ({ ToastLayer }) =>
        setLayer((had) => (typeof had === 'object' ? had : { Layer: ToastLayer })),
      (cause: unknown) => {
        console.error(new Error('Toasts could not be fetched', { cause }));
        setLayer('failed');
      },
    );
  }, []);
  useFirstInteraction(fetchLayer);
  const show = useCallback(
    (toast: ToastOptions) => {
      askedFor += 1;
      const waitingToast = { ...toast, id: `toast-${askedFor}`, askedAtMs: Date.now() };
      setWaiting((had) => [...had, waitingToast]);
      fetchLayer();
    },
    [fetchLayer],
  );
  const onTaken = useCallback((taken: WaitingToast[]) => {
    setWaiting((had) => had.filter((toast) => !taken.includes(toast)));
  }, []);
  return (
    <ShowToastContext.Provider value={show}>
      {props.children}
      {layer === 'failed' && <PlainToasts waiting={waiting} />}
      {typeof layer === 'object' && <layer.Layer waiting={waiting} onTaken={onTaken} />}
    </ShowToastContext.Provider>
  );
}

/** The bare words, where even the code of toasts cannot be fetched. */
function PlainToasts(props: { waiting: WaitingToast[] }) {
  return (
    <div className="fixed right-4 bottom-4 z-60 flex w-[calc(100vw-2rem)] flex-col gap-2 sm:w-96">
      {props.waiting.map((toast) => (
        <Notice key={toast.id} live tone={toast.tone ?? 'neutral'} title={toast.title}>
          {toast.description}
        </Notice>
      ))}
    </div>
  );
}

/**
 * `show` any toast; `done`, `failed` and `refused` for the usual ones; `undo` for what can be taken
 * back within `seconds` (default `UNDO_SECONDS`). What failed stays until dismissed and is announced at once.
 */
export function useToast() {
  const show = useContext(ShowToastContext);
  return useMemo(
    () => ({
      show,
      done: (title: string, description?: ReactNode) => show({ title, description, tone: 'ok' }),
      failed: (title: string, description?: ReactNode) =>
        show({ title, description, tone: 'danger' }),
      refused: (title: string, { code, message, requestId }: Refused) =>
        show({
          title,
          description: (
            <>
              <p>{message}</p>
              <RefusalReference code={code} requestId={requestId} />
            </>
          ),
          tone: 'danger',
        }),
      undo: (options: {
        title: string;
        description?: ReactNode;
        seconds?: number;
        onUndo: () => void | Promise<void>;
      }) =>
        show({
          title: options.title,
          description: options.description,
          tone: 'ok',
          action: { label: 'Undo', onSelect: options.onUndo },
          actionSeconds: options.seconds ?? UNDO_SECONDS,
        }),
    }),
    [show],
  );
}
