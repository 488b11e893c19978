import { type TryTarget, tryCommand } from '../new/try-command';

/**
 * The lines that give an agent its token: the secret goes into the environment, which what is started
 * there inherits, and the first request shows that it works.
 */
export function delegateCommand(
  secret: string,
  target: TryTarget,
  urls: { verifier: string; dashboard: string },
): string {
  return [`export KEYWARD_TOKEN='${secret}'`, tryCommand('$KEYWARD_TOKEN', target, urls)].join(
    '\n',
  );
}
