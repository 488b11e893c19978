/** Of a document as it is read, unpacked. */
export const MAX_DOCUMENT_MB = 32;
export const MAX_DOCUMENT_BYTES = MAX_DOCUMENT_MB * 1024 * 1024;
