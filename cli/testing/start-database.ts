// A program of the tests: the part of `keyward start` that comes before the processes.
import { onStopRequest } from '@/cli/supervisor/signals';
import { Supervisor } from '@/cli/supervisor/supervisor';
import { environment } from '@/domain/environment/env';

const note = (text: string) => {
  process.stdout.write(`${text}\n`);
};
const supervisor = new Supervisor({
  environment: environment(),
  progress: { step: (_label, work) => work(), note },
  isDevelopment: false,
});
onStopRequest(
  () => void supervisor.stop().then(() => process.exit(0)),
  () => process.exit(130),
);
try {
  await supervisor.startDatabase();
  note('the database is up');
} catch (error) {
  note(`refused: ${(error as Error).message}`);
  await supervisor.stop();
  process.exit(1);
}
