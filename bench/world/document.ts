import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { githubShape } from './github-shape';

const PARAMETER = /\{([^}]+)\}/g;

/** The OpenAPI document of the measured API: a file, or a generated one of GitHub's size. */
export function openApiDocument(file: string | null): Uint8Array {
  if (file === null) return Buffer.from(JSON.stringify(generatedDocument()));
  const bytes = readFileSync(file);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip ? gunzipSync(bytes) : bytes;
}

function generatedDocument() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { operationId, method, path } of githubShape()) {
    const parameters = [...path.matchAll(PARAMETER)].map(([, name]) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    }));
    const operation = { operationId, parameters, responses: { 200: { description: 'ok' } } };
    paths[path] = { ...paths[path], [method]: operation };
  }
  return { openapi: '3.1.0', info: { title: 'Forge', version: '1' }, paths };
}
