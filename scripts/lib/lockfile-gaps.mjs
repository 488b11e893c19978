const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'win32'];
const PROCESSORS = [
  'arm64',
  'arm',
  'x64',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'wasm32',
];

/** Every place where Node would look for `name` from inside the package at `path`. */
function placesFor(path, name) {
  const places = [];
  for (
    let inside = path;
    ;
    inside = inside.slice(0, Math.max(0, inside.lastIndexOf('node_modules/') - 1))
  ) {
    places.push(inside === '' ? `node_modules/${name}` : `${inside}/node_modules/${name}`);
    if (inside === '') return places;
  }
}

/** The platform a prebuilt package is for, from its name: `@next/swc-darwin-arm64`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  const isMusl = words.some((word) => word.startsWith('musl'));
  return {
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(isMusl ? { libc: ['musl'] } : {}),
    ...(os.length > 0 ? { os } : {}),
  };
}

/** A lockfile entry for a prebuilt package that is wanted in exactly one version. */
function entryFor(name, version, isDevelopment) {
  const { cpu, libc, os } = platformOf(name);
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) || !cpu) {
    throw new Error(`cannot tell version and platform of ${name}@${version}`);
  }
  return {
    version,
    cpu,
    ...(isDevelopment ? { dev: true } : {}),
    ...(libc ? { libc } : {}),
    optional: true,
    ...(os ? { os } : {}),
  };
}

/**
 * Optional packages of other platforms that the lockfile names but has no entry for. npm leaves them out
 * where a registry does not serve them, and then refuses its own lockfile in `npm ci`.
 * @param {Record<string, any>} packages the "packages" of a package-lock.json
 * @returns {Record<string, object>} the missing entries by path
 */
export function lockfileGaps(packages) {
  const missing = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (placesFor(path, name).some((place) => place in packages)) continue;
      missing[`node_modules/${name}`] = entryFor(name, version, entry.dev);
    }
  }
  return missing;
}
