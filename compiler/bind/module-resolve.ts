/** Where relative imports lead, and why they do not: as Node and TypeScript resolve them, and inside the workspace only. */
import { baseOf, joinPath, parentOf, staysInside } from '../base/path.ts';
import type { ImportRequest } from '../model/code.ts';
import type { SourceFile } from '../model/source.ts';
import { fileAt, type ReadFile } from './resolve-import.ts';

export interface FileReader {
  readonly read: ReadFile;
  /** Whether there is anything at the path. */
  readonly exists: (path: string) => boolean;
  /** Whether a build writes what is at the path: it may be there or not. */
  readonly isOutput: (path: string) => boolean;
}

export interface Resolution {
  readonly file?: SourceFile;
  readonly problem?: string;
}

const modules = ['.ts', '.tsx', '.js', '.mts', '.cts', '.mjs', '.cjs', '.jsx'];
const beside = [...modules, '.json', '.node', '.d.ts', '.d.mts', '.d.cts'];
const indexes = ['.ts', '.tsx', '.js', '.mts', '.mjs', '.cts', '.cjs', '.jsx', '.d.ts', '.json'];

export function resolveImport(from: string, { specifier }: ImportRequest, reader: FileReader): Resolution {
  const base = joinPath(parentOf(from), specifier.replace(/[?#].*$/s, ''));
  if (!staysInside(base)) return { problem: 'leads out of the workspace' };
  if (reader.isOutput(base)) return {};
  const file = fileAt(base, reader.read);
  if (file) return { file };
  return isThere(base, reader) ? {} : { problem: 'does not exist' };
}

/** Whether something stands at the path that handlers do not import their functions from, or that cannot be read. */
function isThere(base: string, { exists }: FileReader): boolean {
  const swapped = [base.replace(/\.([cm]?)jsx?$/, '.d.$1ts'), base.replace(/\.jsx?$/, '.tsx')];
  const candidates = [
    ...swapped.filter((path) => path !== base),
    ...beside.map((end) => base + end),
    ...indexes.map((end) => joinPath(base, `index${end}`)),
    joinPath(base, 'package.json'),
  ];
  // A folder alone is no module; `x.d.css.ts` and the like declare what is no code.
  return (/\.\w+$/.test(baseOf(base)) && exists(base)) || candidates.some(exists);
}
