import type { FormState } from '@/components/ui/form-state';
import type { ImportPlan } from './import-plan';

export type ImportAnswer = Exclude<FormState<ImportPlan>, { status: 'idle' }>;

/**
 * Posts a document, as the whole body or with choices in a form, reporting how much of it has left
 * (0 to 1).
 * @returns the server's answer; a lost connection is a refusal too, with the code `unreachable`
 */
export function sendDocument(
  address: string,
  document: Blob,
  chosen: Readonly<Record<string, readonly string[]>>,
  options: { onProgress: (ratio: number) => void; signal: AbortSignal },
): Promise<ImportAnswer> {
  const { promise, resolve } = Promise.withResolvers<ImportAnswer>();
  const request = new XMLHttpRequest();
  const unreachable = () =>
    resolve({
      status: 'refused',
      code: 'unreachable',
      message: 'The server could not be reached. Check the connection and try again.',
    });
  request.open('POST', address);
  request.upload.onprogress = (event) => options.onProgress(event.loaded / (event.total || 1));
  request.upload.onload = () => options.onProgress(1);
  request.onload = () => resolve(readAnswer(request.status, request.responseText));
  request.onerror = unreachable;
  request.onabort = () =>
    resolve({ status: 'refused', code: 'stopped', message: 'Stopped. Nothing was changed.' });
  options.signal.addEventListener('abort', () => request.abort(), { once: true });
  const choices = Object.entries(chosen).flatMap(([name, texts]) =>
    texts.map((text) => [name, text] as const),
  );
  if (choices.length === 0) {
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.send(document);
  } else {
    const form = new FormData();
    form.append('document', document);
    for (const [name, text] of choices) form.append(name, text);
    request.send(form);
  }
  return promise;
}

function readAnswer(status: number, text: string): ImportAnswer {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && 'status' in answer) {
      return answer as ImportAnswer;
    }
  } catch (error) {
    // Not ours: a proxy in between answered, with a page of its own.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const message =
    status === 413
      ? 'Something between here and the server refuses documents of this size.'
      : `The server answered with an unreadable page (status ${status}). Try again.`;
  return { status: 'refused', code: `http_${status}`, message };
}
