import { useState } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { keepFocus } from './keep-focus';

let keeper: ReturnType<typeof keepFocus>;
beforeEach(() => {
  keeper = keepFocus();
});
afterEach(() => keeper.stop());

const focused = () => document.activeElement?.getAttribute('aria-label');

/** A page whose parts go by the buttons in them. */
function Sample() {
  const [gone, setGone] = useState<string[]>([]);
  const leave = (name: string) => setGone([...gone, name]);
  const isHere = (name: string) => !gone.includes(name);
  return (
    <>
      <nav>
        <button type="button" aria-label="Next page" onClick={() => leave('page')} />
      </nav>
      <main>
        <h1 aria-label={isHere('page') ? 'First heading' : 'Second heading'}>Heading</h1>
        <section aria-label="Members">
          {isHere('bar') && (
            <div>
              <button type="button" aria-label="Save" onClick={() => leave('bar')} />
            </div>
          )}
          <input aria-label="Search" />
          <button
            type="button"
            aria-label="Once"
            disabled={!isHere('once')}
            onClick={() => leave('once')}
          />
        </section>
        <button
          type="button"
          aria-label="Lone"
          onClick={() => leave('lone')}
          hidden={!isHere('lone')}
        />
      </main>
    </>
  );
}

async function press(name: string) {
  const screen = await render(<Sample />);
  const button = screen.getByRole('button', { name });
  await expect.element(button).toBeVisible();
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  return screen;
}

test('what stood around a saved bar takes its focus, and Tab goes on from there', async () => {
  await press('Save');
  await expect.poll(focused).toBe('Members');
  await userEvent.keyboard('{Tab}');
  expect(focused()).toBe('Search');
});

test('so it is where a button is switched off, or hidden', async () => {
  await press('Once');
  await expect.poll(focused).toBe('Members');
});

test('with nothing around it but the page, the heading takes it', async () => {
  await press('Lone');
  await expect.poll(focused).toBe('First heading');
});

test('another page is arrived at by its heading, from the navigation too', async () => {
  await press('Next page');
  keeper.arrive();
  await expect.poll(focused).toBe('Second heading');
});

test('whoever has moved on to a field keeps the focus there', async () => {
  const screen = await press('Next page');
  keeper.arrive();
  (screen.getByRole('textbox').element() as HTMLElement).focus();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(focused()).toBe('Search');
});

test('a click beside everything takes the focus away, and it stays away', async () => {
  const screen = await render(<Sample />);
  const field = screen.getByRole('textbox').element() as HTMLElement;
  field.focus();
  field.blur();
  document.body.append(document.createElement('hr'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(document.activeElement).toBe(document.body);
});
