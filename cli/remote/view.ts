import type { Command } from 'commander';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { savedViewSchema } from '@/domain/views/view-facts';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';
import { everyItem } from './every-page';

interface Json {
  readonly json?: true;
}

/** `keyward view`: queries of the logs that are kept, over HTTP. */
export function addView(program: Command): void {
  const view = program
    .command('view')
    .description('Saved views of the logs, at KEYWARD_URL as KEYWARD_TOKEN');
  view
    .command('list')
    .description('List your views, and those that others share')
    .option('--json', 'print JSON')
    .action(list);
  view
    .command('save')
    .description('Keep a query under a name; one of yours with that name is replaced')
    .argument('<name>')
    .argument('<query>', 'such as: group:billing outcome:denied -ip:10.0.0.0/8')
    .option('--share', 'with everybody of the organisation')
    .option('--json', 'print JSON')
    .action(save);
  view
    .command('delete')
    .description('Forget a view, for those it is shared with as well')
    .argument('<view>', 'its id, or the name of one of yours')
    .option('--json', 'print JSON')
    .action(remove);
}

const listed = () => everyItem('/views', {}, savedViewSchema);

async function list(options: Json): Promise<void> {
  const views = await listed();
  const rows = views.map(({ id, name, q, isShared, isOwn, owner }) => [
    ...[id, isOwn ? 'own' : `of ${owner.name}`, isShared ? 'shared' : 'private', name, q],
  ]);
  print(options, { items: views }, rows.length > 0 ? columns(rows) : 'There is no saved view.');
}

async function save(
  name: string,
  q: string,
  { share, ...options }: Json & { readonly share?: true },
): Promise<void> {
  const request = sending('POST', '/views', { name, q, isShared: share });
  const { view } = await askControlApi(request, z.looseObject({ view: savedViewSchema }));
  print(options, view, `${view.name} (${view.id}): saved${view.isShared ? ' and shared' : ''}`);
}

const ID = /^sav_[0-9a-z]{26}$/;

async function remove(named: string, options: Json): Promise<void> {
  const own = ID.test(named)
    ? { id: named }
    : (await listed()).find(({ isOwn, name }) => isOwn && name === named);
  if (!own)
    throw new CommandFailure(`no view of yours is called ${named}: keyward view list has all`);
  const path = `/views/${encodeURIComponent(own.id)}`;
  const gone = await askControlApi({ method: 'DELETE', path }, z.looseObject({ id: z.string() }));
  print(options, gone, `${named}: deleted`);
}
