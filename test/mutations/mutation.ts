/** A mistake that is planted in a workspace, and where it must be found. */
import type { Range } from '../../compiler/model/diagnostic.ts';
import type { Files } from '../support/temp.ts';

export interface Mutation {
  readonly code: string;
  readonly title: string;
  /** Replacements in files; `⟦…⟧` in the new text is the range in which the code is reported. */
  readonly plant: readonly Planted[];
  /** What follows from the mistake and is reported too, as codes. */
  readonly follows?: readonly string[];
}

interface Planted {
  readonly file: string;
  /** Undefined: the file is new, or replaced as a whole. */
  readonly from?: string;
  /** Undefined: the file is removed. */
  readonly to?: string;
}

/** Replaces the one place where `from` occurs. */
export const edit = (file: string, from: string, to: string): Planted => ({ file, from, to });
export const create = (file: string, to: string): Planted => ({ file, to });
export const remove = (file: string): Planted => ({ file });

interface Marked {
  readonly file: string;
  readonly range: Range;
}

export function mutate(original: Files, { title, plant }: Mutation): { files: Files; at: readonly Marked[] } {
  const files: Record<string, string> = { ...(original as Record<string, string>) };
  for (const { file, from, to } of plant) {
    if (to === undefined) delete files[file];
    else if (from === undefined) files[file] = to;
    else {
      const parts = files[file]!.split(from);
      if (parts.length !== 2) throw new Error(`${title}: \`${from}\` is ${parts.length - 1} times in ${file}`);
      files[file] = parts.join(to);
    }
  }
  const at: Marked[] = [];
  for (const file of Object.keys(files).sort()) files[file] = unmarked(file, files[file]!, at);
  return { files, at };
}

/** The text without the marks, whose ranges go to `at`. */
function unmarked(file: string, text: string, at: Marked[]): string {
  const start = text.indexOf('⟦');
  if (start === -1) return text;
  const end = text.indexOf('⟧') - 1;
  const plain = text.replace('⟦', '').replace('⟧', '');
  at.push({ file, range: { start: position(plain, start), end: position(plain, end) } });
  return unmarked(file, plain, at);
}

function position(text: string, offset: number): Range['start'] {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
