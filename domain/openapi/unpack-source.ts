import { gunzipSync } from 'node:zlib';
import { type UnreadableDocument, unreadable } from './api-document';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_MB } from './document-facts';

// A .gz file that a client compressed once more on its way.
const MAX_LAYERS = 2;

/** Unpacks gzip (RFC 1952) within the size a document may have; other bytes come back as they are. */
export function unpackSource(source: Uint8Array): Uint8Array | UnreadableDocument {
  let bytes = source;
  for (let layer = 0; layer < MAX_LAYERS && startsWith(bytes, 0x1f, 0x8b); layer += 1) {
    const unpacked = gunzip(bytes);
    if (!(unpacked instanceof Uint8Array)) return unpacked;
    bytes = unpacked;
  }
  if (startsWith(bytes, 0x1f, 0x8b)) {
    return archive('This is gzip within gzip within gzip. Send the document itself, or its gzip.');
  }
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    return archive('This is a zip archive. Unpack it, and send the document itself, or its gzip.');
  }
  return bytes;
}

const archive = (message: string) => unreadable('document_archive', message);

function gunzip(bytes: Uint8Array): Uint8Array | UnreadableDocument {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_DOCUMENT_BYTES });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      return unreadable(
        'document_too_large',
        `Unpacked, the document has more than ${MAX_DOCUMENT_BYTES} bytes (${MAX_DOCUMENT_MB} MB), the most it may have.`,
      );
    }
    if (code?.startsWith('Z_')) {
      return archive('The gzip archive is damaged or cut short. Pack it again.');
    }
    throw error;
  }
}

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean =>
  bytes.length >= head.length && head.every((byte, at) => bytes[at] === byte);
