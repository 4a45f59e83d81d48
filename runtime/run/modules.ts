/** Handler modules: compared with the digests in the plan, then loaded. Nothing is loaded that the plan does not know. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { digestBytes, digestValue } from '../core/digest.ts';
import type { Plan } from '../generated/plan.ts';
import { inside, relativeTo } from './workspace.ts';

export type Handlers = Plan['handlers'][string];
export type Namespace = Readonly<Record<string, unknown>>;

/** A module whose files are what the plan says. */
export interface VerifiedModule {
  readonly path: string;
  readonly digest: string;
  /** The bytes that were compared, by path in the workspace. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Compares the module and what it imports with the plan; else says, one sentence a problem, what is not as it was. */
export function verifyModule(
  root: string,
  alias: string,
  module: Handlers,
): VerifiedModule | { readonly problems: string[] } {
  const { path, digest, files } = module;
  if (digest === null)
    return { problems: [`the handler module \`${alias}\`${path ? ` (\`${path}\`)` : ''} does not exist yet`] };
  const known = files.length === 1 ? files[0]!.digest : digestValue(files.map((file) => ({ ...file })));
  if (known !== digest || !files.some((file) => file.path === path))
    return { problems: [`the plan contradicts itself about the handler module \`${alias}\`; build it again`] };
  const contents = new Map<string, Uint8Array>();
  const problems: string[] = [];
  for (const file of files) {
    const bytes = readInside(root, file.path);
    if (typeof bytes === 'string') problems.push(`\`${file.path}\` of the handler module \`${alias}\` ${bytes}`);
    else if (digestBytes(bytes) === file.digest) contents.set(file.path, bytes);
    else
      problems.push(
        `\`${file.path}\` of the handler module \`${alias}\` has changed since the plan was built; build it again`,
      );
  }
  return problems.length > 0 ? { problems } : { path, digest, files: contents };
}

/** The bytes, or why there are none. */
function readInside(root: string, path: string): Uint8Array | string {
  const full = inside(root, path);
  if (full === undefined) return 'lies outside the workspace';
  try {
    return readFileSync(full);
  } catch {
    return 'is gone';
  }
}

/** Loads a verified module: JavaScript as it is, TypeScript by way of a bundle. Throws what its own code throws. */
export async function loadModule(root: string, module: VerifiedModule): Promise<Namespace> {
  const plain = [...module.files.keys()].every((path) => /\.(?:[mc]?js|json)$/.test(path));
  // Places in stacks are those of the TypeScript.
  if (!plain) process.setSourceMapsEnabled(true);
  const path = plain ? inside(root, module.path)! : await (await import('./bundle.ts')).bundleModule(root, module);
  // The digest makes a changed module another one to the module cache of a process that lives on.
  return (await import(`${pathToFileURL(path).href}?digest=${module.digest}`)) as Namespace;
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
