/** Loads handler modules, once they are verified. */
import { rmSync } from 'node:fs';
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
  if (plain) return load(inside(root, module.path)!);
  const bundle = await (await import('./bundle.ts')).bundleModule(root, module);
  try {
    return await load(bundle);
  } finally {
    rmSync(bundle, { force: true });
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
