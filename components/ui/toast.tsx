'use client';

import { Toast as BaseToast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { classNames } from '@/components/class-names';
import { Button } from './button';
import { IconButton } from './icon-button';
import type { Tone } from './notice';
import { toneIcon } from './tone-icon';

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

type ToastData = Pick<ToastOptions, 'tone' | 'action'> & { deadlineMs?: number };

/** Wraps the app once; see `useToast`. */
export function ToastProvider(props: { children: ReactNode }) {
  return (
    <BaseToast.Provider limit={4}>
      {props.children}
      <BaseToast.Portal>
        <BaseToast.Viewport className="fixed right-4 bottom-4 z-60 flex w-[calc(100vw-2rem)] flex-col gap-2 outline-none sm:w-96">
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  );
}

/**
 * `show` any toast; `done` and `failed` for the two usual ones; `undo` for what can be taken back
 * within `seconds` (default 30). `failed` stays until dismissed and is announced at once.
 */
export function useToast() {
  const { add } = BaseToast.useToastManager<ToastData>();
  return useMemo(() => {
    function show(options: ToastOptions): string {
      const { title, description, tone, action, actionSeconds, durationMs } = options;
      const data: ToastData = {};
      if (tone) data.tone = tone;
      if (action) data.action = action;
      if (actionSeconds) data.deadlineMs = Date.now() + actionSeconds * 1000;
      return add({
        title,
        description,
        data,
        priority: tone === 'danger' ? 'high' : 'low',
        timeout: durationMs ?? (actionSeconds || tone === 'danger' ? 0 : 6000),
      });
    }
    return {
      show,
      done: (title: string, description?: ReactNode) => show({ title, description, tone: 'ok' }),
      failed: (title: string, description?: ReactNode) =>
        show({ title, description, tone: 'danger' }),
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
          actionSeconds: options.seconds ?? 30,
        }),
    };
  }, [add]);
}

function ToastList() {
  const { toasts, close } = BaseToast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const { Icon, colour, word } = toneIcon(toast.data?.tone ?? 'neutral');
    return (
      <BaseToast.Root
        key={toast.id}
        toast={toast}
        swipeDirection={['right', 'down']}
        className={classNames(
          'rounded-lg bg-raised shadow-popup transition-[opacity,translate] duration-200',
          'data-[starting-style]:translate-y-3 data-[starting-style]:opacity-0 data-[ending-style]:opacity-0 data-[limited]:hidden',
        )}
      >
        <BaseToast.Content className="flex items-start gap-2.5 py-2.5 pr-2 pl-3 text-sm">
          <Icon role="img" aria-label={word} size={16} className={`mt-1 shrink-0 ${colour}`} />
          <div className="min-w-0 flex-1 py-0.5">
            <BaseToast.Title className="font-medium" />
            <BaseToast.Description className="text-muted" render={<div />} />
          </div>
          {toast.data?.action && (
            <ToastAction
              label={toast.data.action.label}
              deadlineMs={toast.data.deadlineMs}
              onSelect={toast.data.action.onSelect}
              onEnd={() => close(toast.id)}
            />
          )}
          <BaseToast.Close
            aria-label="Dismiss"
            render={<IconButton label="Dismiss" icon={<X aria-hidden />} className="size-7" />}
          />
        </BaseToast.Content>
      </BaseToast.Root>
    );
  });
}

function ToastAction(props: {
  label: string;
  deadlineMs: number | undefined;
  onSelect: () => void | Promise<void>;
  onEnd: () => void;
}) {
  const { deadlineMs, onEnd } = props;
  const [leftSeconds, setLeftSeconds] = useState(() => secondsUntil(deadlineMs));
  const [pending, setPending] = useState(false);
  useEffect(() => {
    if (deadlineMs === undefined || pending) return;
    const timer = setInterval(() => {
      const left = secondsUntil(deadlineMs);
      setLeftSeconds(left);
      if (left <= 0) onEnd();
    }, 250);
    return () => clearInterval(timer);
  }, [deadlineMs, onEnd, pending]);

  async function select() {
    setPending(true);
    try {
      await props.onSelect();
    } finally {
      onEnd();
    }
  }
  return (
    <Button size="small" onClick={select} pending={pending}>
      {props.label}
      {deadlineMs !== undefined && (
        <span aria-hidden className="min-w-4 text-right text-muted">
          {leftSeconds}
        </span>
      )}
    </Button>
  );
}

function secondsUntil(deadlineMs: number | undefined): number {
  return deadlineMs === undefined ? 0 : Math.max(0, Math.ceil((deadlineMs - Date.now()) / 1000));
}
