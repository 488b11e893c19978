'use client';

import { Toast as BaseToast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { classNames } from '@/components/class-names';
import { Button } from './button';
import { IconButton } from './icon-button';
import type { Tone } from './notice';
import type { ToastLayerProps, ToastOptions, WaitingToast } from './toast';
import { toneIcon } from './tone-icon';

type ToastData = {
  tone: Tone;
  action: ToastOptions['action'];
  deadlineMs: number | undefined;
};

/** Where toasts are seen, fetched before the first one; see `ToastProvider`. */
export function ToastLayer(props: ToastLayerProps) {
  return (
    <BaseToast.Provider limit={4}>
      <TakeWaiting {...props} />
      <BaseToast.Portal>
        <BaseToast.Viewport className="fixed right-4 bottom-4 z-60 flex w-[calc(100vw-2rem)] flex-col gap-2 outline-none sm:w-96">
          <ToastList />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  );
}

function TakeWaiting({ waiting, onTaken }: ToastLayerProps) {
  const { add } = BaseToast.useToastManager<ToastData>();
  useEffect(() => {
    if (waiting.length === 0) return;
    for (const toast of waiting) add(toBaseToast(toast));
    onTaken(waiting);
  }, [waiting, onTaken, add]);
  return null;
}

function toBaseToast(toast: WaitingToast) {
  const { id, title, description, tone = 'neutral', action, actionSeconds } = toast;
  const isUrgent = tone === 'danger';
  const deadlineMs = actionSeconds ? toast.askedAtMs + actionSeconds * 1000 : undefined;
  return {
    id,
    title,
    description,
    data: { tone, action, deadlineMs },
    priority: isUrgent ? ('high' as const) : ('low' as const),
    timeout: toast.durationMs ?? (deadlineMs || isUrgent ? 0 : 6000),
  };
}

function ToastList() {
  const { toasts, close } = BaseToast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const { Icon, colour, word } = toneIcon(toast.data?.tone ?? 'neutral');
    return (
      <BaseToast.Root
        key={toast.id}
        toast={toast}
        data-toast=""
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
