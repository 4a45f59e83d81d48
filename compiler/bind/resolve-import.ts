/** Which file of the workspace an import means. */
import { joinPath, parentOf, staysInside } from '../base/path.ts';
import type { SourceFile } from '../model/source.ts';

/** Undefined when there is nothing at the path; why not, when what is there cannot be read. */
export type ReadFile = (path: string) => SourceFile | { readonly problem: string } | undefined;

/** Relative imports as Node and TypeScript resolve them. */
export function resolveImport(from: string, specifier: string, read: ReadFile): SourceFile | undefined {
  const base = joinPath(parentOf(from), specifier);
  return staysInside(base) ? fileAt(base, read) : undefined;
}

/** The path itself, `.js` for `.ts`, an extension, an index. */
export function fileAt(base: string, read: ReadFile): SourceFile | undefined {
  const swapped = base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  const extended = ['.ts', '.tsx', '.js', '/index.ts', '/index.tsx', '/index.js'].map((end) => base + end);
  for (const candidate of new Set([base, swapped, ...extended])) {
    const file = /\.[cm]?[jt]sx?$|\.json$/.test(candidate) ? read(candidate) : undefined;
    if (file && !('problem' in file)) return file;
  }
  return undefined;
}
