import { IMPORT_CHOICES, type ImportChoices } from '@/domain/apis/import-input';
import { invalid, isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_MB } from '@/domain/openapi/document-facts';
import { readBody } from './read-body';

const MAX_PARTS = 2_100;
/** What boundaries and headers of parts may add to the document. */
const ENVELOPE_BYTES = 1_048_576;

/** A document as it was sent, and the choices that came with it as form fields. */
export type SentDocument = ImportChoices & { readonly document: Uint8Array };

/**
 * Reads a document that is the whole body or a file in `multipart/form-data` (RFC 7578), whose
 * other fields are choices. Gzip is left as it is: who reads the document unpacks it, within bounds.
 */
export async function readDocument(request: Request): Promise<SentDocument | Refusal> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (!['', 'identity', 'gzip', 'x-gzip'].includes(encoding)) {
    return invalid(
      'document',
      'Send the document as it is, or with Content-Encoding: gzip; other encodings are not read.',
    );
  }
  const type = request.headers.get('content-type') ?? '';
  const isForm = /^multipart\/form-data\b/i.test(type);
  const most = MAX_DOCUMENT_BYTES + (isForm ? ENVELOPE_BYTES : 0);
  const bytes = await readBody(request, most);
  if (isRefusal(bytes)) {
    if (bytes.kind !== 'too_large') return bytes;
    const message = `The document is larger than ${MAX_DOCUMENT_MB} MB, the most it may have.`;
    return refuse('too_large', 'document_too_large', message);
  }
  if (!isForm) return { document: bytes, ...choicesFrom(() => []) };
  if (encoding.endsWith('gzip')) {
    return invalid('document', 'Send the form as it is; the file in it may be a gzip.');
  }
  return readForm(bytes, type);
}

async function readForm(bytes: Uint8Array, type: string): Promise<SentDocument | Refusal> {
  const boundary = /boundary="?([^";,\s]{1,100})/i.exec(type)?.[1];
  if (boundary === undefined || countOf(bytes, `--${boundary}`) > MAX_PARTS) {
    return invalid('document', `Send a form with a boundary and at most ${MAX_PARTS} parts.`);
  }
  const form = await parseForm(bytes, type);
  const files = form ? [...form.values()].filter((part) => typeof part !== 'string') : [];
  const [file] = files;
  if (form === null || file === undefined || files.length > 1) {
    return invalid(
      'document',
      'Send one file in the form, for example with curl -F document=@openapi.yaml, or the document as the whole body.',
    );
  }
  const texts = [...form].filter(([, value]) => typeof value === 'string');
  const unknown = texts.find(([name]) => !IMPORT_CHOICES.some((choice) => choice === name));
  if (unknown) {
    return invalid('document', `Besides the file, a form has ${IMPORT_CHOICES.join(', ')} alone.`);
  }
  const document = new Uint8Array(await file.arrayBuffer());
  return { document, ...choicesFrom((name) => form.getAll(name)) };
}

/** Every choice with the texts that a form or a query has for it. */
export function choicesFrom(valuesOf: (name: string) => readonly (string | File)[]): ImportChoices {
  const textsOf = (name: string) => valuesOf(name).filter((value) => typeof value === 'string');
  return {
    keep: textsOf('keep'),
    multiSegment: textsOf('multiSegment'),
    public: textsOf('public'),
  };
}

async function parseForm(bytes: Uint8Array, type: string): Promise<FormData | null> {
  try {
    return await new Response(Buffer.from(bytes), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function countOf(bytes: Uint8Array, text: string): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = buffer.indexOf(text); at >= 0; at = buffer.indexOf(text, at + text.length)) {
    count += 1;
    if (count > MAX_PARTS) break;
  }
  return count;
}
