import { z } from 'zod';
import { holdsNoSecret, SECRET_INSIDE } from '@/domain/base/input';
import { invalid, type Refusal } from '@/domain/base/refusal';
import { compileBasePath, isBasePath, overlap } from '@/domain/routing/base-path';

/** Hosts under which an API is reached: names or addresses, with a port where it isn't the default. */
export const hostList = () =>
  z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(255)
        .regex(
          /^(?:(?:\*\.(?=[^:]*[a-z]))?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/,
          'Write a host such as api.example.com, api.example.com:8443 or *.example.com.',
        )
        .refine(holdsNoSecret, SECRET_INSIDE),
    )
    .max(50)
    .transform((hosts) => [...new Set(hosts)]);

/** Path before all operations of an API: `/` or `/v1`, kept without a trailing slash. */
export const basePath = () =>
  z
    .string()
    .trim()
    .max(200)
    .transform((text) => `/${text.replaceAll(/^\/+|\/+$/g, '')}`)
    .refine(
      isBasePath,
      'Write a path such as /v1 or /{version}: letters, digits and - . _ ~ between the slashes.',
    )
    .refine(holdsNoSecret, SECRET_INSIDE);

/** All base paths of an API; the first stands for them where one must. */
export const basePathList = () =>
  z
    .array(basePath())
    .min(1)
    .max(20)
    .transform((paths) => [...new Set(paths)])
    .refine(
      (paths) => !paths.some((one, at) => paths.slice(at + 1).some((other) => nest(one, other))),
      'No base path lies within another one of the same API: a request would have two operations.',
    );

const nest = (one: string, other: string): boolean =>
  overlap(compileBasePath(one), compileBasePath(other)) === 'nested';

interface Address {
  readonly basePath?: string | undefined;
  readonly basePaths?: string[] | undefined;
}

/** The base paths that an input names, in either way; undefined where it names none. */
export function namedBasePaths({
  basePath: one,
  basePaths,
}: Address): string[] | Refusal | undefined {
  if (one === undefined || basePaths === undefined) {
    return basePaths ?? (one === undefined ? undefined : [one]);
  }
  return basePaths[0] === one
    ? basePaths
    : invalid('basePath', 'Give basePaths alone, or basePath as the first of them.');
}
