/** Handler modules as they lie on disk, compared with the digests in the plan. Nothing of them is executed here. */
import { readFileSync } from 'node:fs';
import { digestBytes, digestValue } from '../core/digest.ts';
import type { Plan } from '../generated/plan.ts';
import { inside } from './workspace.ts';

type Handlers = Plan['handlers'][string];

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
