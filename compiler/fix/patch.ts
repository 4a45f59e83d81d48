/** Changes as a patch that `git apply` takes. */
import { secretsIn } from '../base/secrets/index.ts';
import type { Line, TextFile } from './lines.ts';

interface PatchFile {
  /** Relative to the top of the repository, or to the workspace where there is none. */
  readonly path: string;
  /** Undefined for a file that is new. */
  readonly before?: TextFile;
  readonly after: TextFile;
}

/** Lines around a change that are shown. */
const context = 3;

/** `hidden`: files whose changes are left out, since what stands beside them looks like a secret. */
export function patchOf(files: readonly PatchFile[]): { readonly patch: string; readonly hidden: readonly string[] } {
  const patches = files.map((file) => ({ path: file.path, text: filePatch(file) }));
  const hides = patches.filter(({ text }) => secretsIn(text).length > 0);
  const shown = patches.filter((one) => !hides.includes(one));
  return { patch: shown.map(({ text }) => text).join(''), hidden: hides.map(({ path }) => path) };
}

function filePatch({ path, before, after }: PatchFile): string {
  const [old, now] = [before ? marked(before) : [], marked(after)];
  const hunks = hunksOf(changesOf(old, now));
  const head = `diff --git ${quoted(`a/${path}`)} ${quoted(`b/${path}`)}\n${before ? '' : 'new file mode 100644\n'}`;
  if (hunks.length === 0) return before ? '' : head;
  const names = `--- ${before ? named(`a/${path}`) : '/dev/null'}\n+++ ${named(`b/${path}`)}\n`;
  return `${head}${names}${hunks.map(hunkText).join('')}`;
}

/**
 * The lines as they are in the file: an empty one at the end is none. A byte order mark belongs to the first line, which is
 * another one elsewhere.
 */
function marked(file: TextFile): Line[] {
  const lines = file.lines.filter(({ text }) => text !== '');
  if (!file.marked) return lines;
  const [first = { text: '' }, ...others] = lines.map(({ text, origin }, i) =>
    (i === 0) === (origin === 0) ? { text, origin } : { text },
  );
  return [{ ...first, text: `\ufeff${first.text}` }, ...others];
}

interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Lines that stayed know where they were: what lies between them was taken out or put in. */
function changesOf(old: readonly Line[], now: readonly Line[]): DiffLine[] {
  const diff: DiffLine[] = [];
  let next = 0;
  const added: DiffLine[] = [];
  const flush = (until: number): void => {
    for (; next < until; next++) diff.push({ sign: '-', text: old[next]!.text });
    for (const line of added.splice(0)) diff.push(line);
  };
  for (const { text, origin } of now) {
    if (origin === undefined) {
      added.push({ sign: '+', text });
      continue;
    }
    flush(origin);
    diff.push({ sign: ' ', text });
    next = origin + 1;
  }
  flush(old.length);
  return diff;
}

interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly DiffLine[];
}

function hunksOf(diff: readonly DiffLine[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [oldLine, newLine] = [1, 1];
  let open: { oldStart: number; newStart: number; lines: DiffLine[]; kept: number } | undefined;
  const before: DiffLine[] = [];
  const close = (): void => {
    if (open) hunks.push({ ...open, lines: open.lines.slice(0, open.lines.length - Math.max(0, open.kept - context)) });
    open = undefined;
  };
  for (const line of diff) {
    if (line.sign === ' ') {
      if (open?.kept === 2 * context) close();
      open?.lines.push(line);
      if (open) open.kept++;
      before.push(line);
      if (before.length > context) before.shift();
    } else {
      open ??= { oldStart: oldLine - before.length, newStart: newLine - before.length, lines: [...before], kept: 0 };
      open.lines.push(line);
      open.kept = 0;
      before.length = 0;
    }
    if (line.sign !== '+') oldLine++;
    if (line.sign !== '-') newLine++;
  }
  close();
  return hunks;
}

function hunkText({ oldStart, newStart, lines }: Hunk): string {
  const count = (other: DiffLine['sign']): number => lines.filter(({ sign }) => sign !== other).length;
  const span = (start: number, length: number): string => `${length === 0 ? start - 1 : start},${length}`;
  const body = lines.map(({ sign, text }) =>
    text.endsWith('\n') ? `${sign}${text}` : `${sign}${text}\n\\ No newline at end of file\n`,
  );
  return `@@ -${span(oldStart, count('+'))} +${span(newStart, count('-'))} @@\n${body.join('')}`;
}

const escapes: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/** A name as git writes it: in quotes, by bytes, when it has anything but plain characters. */
function quoted(name: string): string {
  if (/^[ !#-[\]-~]*$/.test(name)) return name;
  const octal = (text: string): string =>
    [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `"${name.replace(/[^ !#-[\]-~]+/g, (text) => [...text].map((one) => escapes[one] ?? octal(one)).join(''))}"`;
}

/** After a name with blanks git wants a tab, or the name would end at the first of them. */
const named = (name: string): string => (name.includes(' ') ? `${quoted(name)}\t` : quoted(name));
