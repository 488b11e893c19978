import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { TimeChart } from './time-chart';

const counted = {
  stepSeconds: 3_600,
  buckets: [0, 1, 2, 3].map((hour) => ({
    at: `2026-03-02T1${hour}:00:00.000Z`,
    ...{ allowed: hour * 10, denied: hour === 2 ? 7 : 0, changes: 1 },
  })),
};
const keys = (text: string) => userEvent.keyboard(text);

async function start() {
  const onZoom = vi.fn();
  const screen = await render(
    <div className="w-96">
      <TimeChart counted={counted} title="All of it" isBusy={false} onZoom={onZoom} />
    </div>,
  );
  return { screen, onZoom, chart: screen.getByRole('slider', { name: /^Time/ }) };
}

test('the whole is summed, and each part is read out by keys', async () => {
  const { screen, chart } = await start();
  await expect.element(screen.getByText('Denied')).toHaveTextContent('Denied7');
  await expect.element(screen.getByText('Allowed')).toHaveTextContent('Allowed60');
  await keys('{Tab}{ArrowLeft}{ArrowLeft}');
  await expect
    .element(chart)
    .toHaveAttribute('aria-valuetext', '12:00 to 13:00: 7 denied, 20 allowed, 1 change');
  await expect.element(screen.getByText('12:00 to 13:00')).toBeVisible();
  await keys('{Escape}');
  await expect.element(screen.getByText('All of it')).toBeVisible();
});

test('Shift picks a span, and Enter looks closer', async () => {
  const { onZoom } = await start();
  await keys('{Tab}{Home}{ArrowRight}{Shift>}{ArrowRight}{/Shift}{Enter}');
  expect(onZoom).toHaveBeenCalledExactlyOnceWith(
    '2026-03-02T11:00:00.000Z',
    '2026-03-02T13:00:00.000Z',
  );
});

test('dragging from one part to another looks closer at both and what lies between', async () => {
  const { chart, onZoom } = await start();
  const element = chart.element();
  // No pointer of the system has this id, so that there is none to be captured.
  element.setPointerCapture = () => undefined;
  const { left, width, top } = element.getBoundingClientRect();
  const point = (type: string, part: number) =>
    element.dispatchEvent(
      new PointerEvent(type, {
        ...{ bubbles: true, button: 0, pointerId: 7 },
        ...{ clientX: left + width * part, clientY: top + 5 },
      }),
    );
  point('pointerdown', 0.9);
  point('pointermove', 0.6);
  point('pointermove', 0.3);
  point('pointerup', 0.3);
  await expect
    .poll(() => onZoom.mock.calls)
    .toEqual([['2026-03-02T11:00:00.000Z', '2026-03-02T14:00:00.000Z']]);
});

test('the axis has its ends', async () => {
  const { screen } = await start();
  await expect.element(screen.getByText('50', { exact: true })).toBeInTheDocument();
  await expect.element(screen.getByText('14:00', { exact: true })).toBeInTheDocument();
});
