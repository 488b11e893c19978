'use client';

import { useEffect, useRef } from 'react';
import { formatAbsolute } from '@/components/format/format';
import { copyText } from './copy-text';

const tooltipId = 'page-tooltip';
const gapPx = 6;
const hoverDelayMs = 350;

function tooltipTextOf(element: HTMLElement): string {
  const { tooltip, tooltipTime } = element.dataset;
  return tooltipTime ? formatAbsolute(tooltipTime) : (tooltip ?? '');
}

function place(layer: HTMLElement, trigger: HTMLElement) {
  const anchor = trigger.getBoundingClientRect();
  const { width, height } = layer.getBoundingClientRect();
  const above = anchor.top - height - gapPx;
  const top = above < 4 ? anchor.bottom + gapPx : above;
  const centred = anchor.left + anchor.width / 2 - width / 2;
  const left = Math.min(Math.max(4, centred), window.innerWidth - width - 4);
  layer.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

/** Shows one shared tooltip; the trigger points to it by aria-describedby while it is shown. */
function startTooltips(layer: HTMLElement): () => void {
  let trigger: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function hide() {
    clearTimeout(timer);
    if (trigger) {
      const rest = (trigger.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .filter((id) => id && id !== tooltipId);
      if (rest.length > 0) trigger.setAttribute('aria-describedby', rest.join(' '));
      else trigger.removeAttribute('aria-describedby');
    }
    trigger = undefined;
    layer.hidden = true;
  }

  function show(element: HTMLElement) {
    hide();
    const text = tooltipTextOf(element);
    if (!text || !element.isConnected) return;
    trigger = element;
    layer.textContent = text;
    layer.hidden = false;
    place(layer, element);
    // A label that repeats the tooltip, or a standing description, would be read twice.
    if (element.getAttribute('aria-label') === text || element.dataset.tooltipVisual) return;
    const described = element.getAttribute('aria-describedby');
    element.setAttribute('aria-describedby', described ? `${described} ${tooltipId}` : tooltipId);
  }

  const find = (target: EventTarget | null) =>
    target instanceof Element
      ? (target.closest<HTMLElement>('[data-tooltip],[data-tooltip-time]') ?? undefined)
      : undefined;

  function onOver(event: PointerEvent) {
    if (event.pointerType === 'touch') return;
    if (event.target instanceof Node && layer.contains(event.target)) return clearTimeout(timer);
    const element = find(event.target);
    if (element && element === trigger) return clearTimeout(timer);
    clearTimeout(timer);
    // Leaving waits a little, so that the pointer can reach the tooltip itself (WCAG 1.4.13).
    if (element) timer = setTimeout(() => show(element), layer.hidden ? hoverDelayMs : 60);
    else if (trigger) timer = setTimeout(hide, 120);
  }
  function onFocus(event: FocusEvent) {
    const element = find(event.target);
    if (element && element === event.target && element.matches(':focus-visible')) show(element);
    else hide();
  }
  // Focusing may itself scroll a table sideways; the tooltip goes along.
  function follow() {
    if (trigger) place(layer, trigger);
  }
  function onKey(event: KeyboardEvent) {
    if (event.key === 'Escape' && trigger) hide();
  }

  document.addEventListener('pointerover', onOver);
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('pointerdown', hide);
  window.addEventListener('scroll', follow, true);
  return () => {
    hide();
    document.removeEventListener('pointerover', onOver);
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', hide);
    document.removeEventListener('keydown', onKey, true);
    document.removeEventListener('pointerdown', hide);
    window.removeEventListener('scroll', follow, true);
  };
}

function startCopying(announcer: HTMLElement): () => void {
  async function onClick(event: MouseEvent) {
    const button =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('[data-copy]')
        : undefined;
    const text = button?.dataset.copy;
    if (!button || text === undefined) return;
    event.preventDefault();
    const copied = await copyText(text, button);
    announcer.textContent = copied ? 'Copied' : 'Copying is blocked here; select the text instead';
    if (copied) button.dataset.copied = '';
    setTimeout(() => {
      delete button.dataset.copied;
      announcer.textContent = '';
    }, 1600);
  }
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}

/**
 * Mounted once in the root layout. Serves `data-tooltip="text"`, `data-tooltip-time={iso}` and
 * `data-copy={text}` anywhere on the page, so that rows of tables need no code of their own.
 */
export function PageBehaviours() {
  const layer = useRef<HTMLDivElement>(null);
  const announcer = useRef<HTMLDivElement>(null);
  useEffect(() => (layer.current ? startTooltips(layer.current) : undefined), []);
  useEffect(() => (announcer.current ? startCopying(announcer.current) : undefined), []);
  return (
    <>
      <div ref={layer} id={tooltipId} role="tooltip" hidden className="tooltip-layer" />
      <div ref={announcer} role="status" className="sr-only" />
    </>
  );
}
