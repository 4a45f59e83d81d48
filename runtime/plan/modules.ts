/** Loads handler modules, once they are verified. */
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { VerifiedModule } from './verify.ts';
import { inside, relativeTo } from './workspace.ts';

export type Namespace = Readonly<Record<string, unknown>>;

/** Loads a verified module: JavaScript as it is, TypeScript by way of a bundle. Throws what its own code throws. */
export async function loadModule(root: string, module: VerifiedModule): Promise<Namespace> {
  const plain = [...module.files.keys()].every((path) => /\.(?:[mc]?js|json)$/.test(path));
  // Places in stacks are those of the TypeScript.
  if (!plain) process.setSourceMapsEnabled(true);
  // The digest makes a changed module another one to the module cache of a process that lives on.
  const load = async (path: string) =>
    (await import(`${pathToFileURL(path).href}?digest=${module.digest}`)) as Namespace;
  const path = inside(root, module.path)!;
  if (plain) return loadAtOnce(path, module.digest) ?? load(path);
  const bundle = await (await import('./bundle.ts')).bundleModule(root, module);
  try {
    return await load(bundle);
  } finally {
    rmSync(bundle, { force: true });
  }
}

/** By path, the digest of the module that was loaded at once. */
const loaded = new Map<string, string>();

/**
 * An ES module that awaits nothing at its top level, where Node can load such a module as `require` does: that takes half as
 * long as `import()`, which alone knows the places in TypeScript. Undefined for others.
 */
function loadAtOnce(path: string, digest: string): Namespace | undefined {
  if (!path.endsWith('.mjs') || !process.features.require_module) return undefined;
  if (loaded.has(path) && loaded.get(path) !== digest) return undefined;
  try {
    const namespace = createRequire(path)(path) as Namespace;
    loaded.set(path, digest);
    return namespace;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ASYNC_MODULE') return undefined;
    throw error;
  }
}

/** `handlers/menu.ts:12:9`: the first place inside the workspace in the stack of what a handler threw. */
export function placeInStack(root: string, error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const line of stack.split('\n').slice(1)) {
    const [, file, position] = /\(?((?:file:\/\/)?\/[^()?]+?)(?:\?[^:)]*)?:(\d+:\d+)\)?$/.exec(line.trim()) ?? [];
    if (file === undefined) continue;
    const path = relativeTo(root, decodeURI(file.replace(/^file:\/\//, '')));
    if (!path.startsWith('..') && !path.includes('node_modules/')) return `${path}:${position}`;
  }
  return undefined;
}
