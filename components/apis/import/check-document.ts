import { formatBytes } from '@/components/format/format';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_MB } from '@/domain/openapi/document-facts';

/** Why a file can't be a document, seen before anything is sent; null where it may be one. */
export async function whyNotDocument(file: Blob): Promise<string | null> {
  if (file.size === 0) return 'This is empty.';
  if (file.size > MAX_DOCUMENT_BYTES) {
    return `This is ${formatBytes(file.size)}; a document may have ${MAX_DOCUMENT_MB} MB at most. Nothing was sent.`;
  }
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0x50 && second === 0x4b)
    return 'This is a zip archive. Unpack it first, or use gzip.';
  return null;
}
