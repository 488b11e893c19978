import { afterEach, expect, test, vi } from 'vitest';
import { invalid } from '@/domain/base/refusal';
import {
  allTextOf,
  isOn,
  linesOf,
  optionalNumberOf,
  optionalTextOf,
  textOf,
  toDone,
  toFormState,
} from './form-outcome';
import { told } from './told';

const headers = vi.hoisted(() => new Headers({ 'x-keyward-request-id': 'req_1' }));
vi.mock('next/headers', () => ({ headers: async () => headers }));

afterEach(() => {
  vi.restoreAllMocks();
});

test('a success carries what was picked of the value and its place in the log', async () => {
  const result = { ok: true as const, value: { id: 'grp_1', secret: 'x' }, seq: 7 };
  expect(await toFormState(result, ({ id }, seq) => ({ id, seq }))).toEqual({
    status: 'done',
    result: { id: 'grp_1', seq: 7 },
  });
  expect(await toDone(result)).toEqual({ status: 'done', result: undefined });
});

test('a refusal keeps its code, message and fields, and names the request as the log does', async () => {
  const logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(await toFormState(invalid('slug', 'Taken.'))).toEqual({
    status: 'refused',
    code: 'invalid_input',
    message: 'Taken.',
    errors: [{ path: 'slug', message: 'Taken.' }],
    requestId: 'req_1',
  });
  expect(logged).toHaveBeenCalledExactlyOnceWith('req_1 refused: invalid_input\n');
});

test('a refusal is logged once, with its operation, however often it is handed on', async () => {
  const logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const refusal = await told(invalid('slug', 'Taken.'), 'groups.create');
  expect(await toFormState(refusal)).toMatchObject({ requestId: 'req_1' });
  expect(logged).toHaveBeenCalledExactlyOnceWith('req_1 groups.create refused: invalid_input\n');
});

test('controls are read plainly and what is missing stays missing', () => {
  const form = new FormData();
  form.set('name', ' Ada ');
  form.set('days', '7');
  form.set('weeks', 'many');
  form.set('on', 'on');
  form.append('scope', 'a');
  form.append('scope', 'b');
  form.set('cidrs', '10.0.0.0/8\n\n192.0.2.1, ::1');
  form.set('file', new File(['x'], 'x.txt'));
  expect(textOf(form, 'name')).toBe(' Ada ');
  expect(textOf(form, 'file')).toBe('');
  expect(optionalTextOf(form, 'name')).toBe('Ada');
  expect(optionalTextOf(form, 'absent')).toBeUndefined();
  expect(optionalNumberOf(form, 'days')).toBe(7);
  expect(optionalNumberOf(form, 'weeks')).toBeNaN();
  expect(optionalNumberOf(form, 'absent')).toBeUndefined();
  expect(allTextOf(form, 'scope')).toEqual(['a', 'b']);
  expect(linesOf(form, 'cidrs')).toEqual(['10.0.0.0/8', '192.0.2.1', '::1']);
  expect(isOn(form, 'on')).toBe(true);
  expect(isOn(form, 'off')).toBe(false);
});
