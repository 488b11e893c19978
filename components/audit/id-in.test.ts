import { expect, it } from 'vitest';
import { newId } from '@/domain/base/ids';
import { idIn } from './id-in';

const [webhook, attempt] = [newId('webhook'), newId('attempt')];

it.each([
  [`/settings/webhooks/${webhook}`, webhook],
  [`/settings/webhooks/${webhook}/edit?from=list`, webhook],
  [`/settings/webhooks/${webhook}/deliveries/${attempt}`, attempt],
  ['/groups/billing', null],
  ['/groups/billing_and_more', null],
  [`/groups/billing?next=/settings/webhooks/${webhook}`, null],
  ['', null],
])('%s names %s', (path, id) => {
  expect(idIn(path)).toBe(id);
});
