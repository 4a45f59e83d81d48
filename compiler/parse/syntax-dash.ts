/** An entry of a list that lacks its `-`: the parser complains of lines around it that are right. */
import { indentOf, lineStart, quote, restOfLine, type SyntaxProblem, spanOf } from './syntax-text.ts';

interface Line {
  readonly offset: number;
  readonly indent: number;
  readonly text: string;
}

const isField = ({ text }: Line): boolean => /^(?!- )["'\w][^:]*:(?: |$)/.test(text);
const isEntry = ({ text }: Line): boolean => /^-(?: |$)/.test(text);
/** `-id: a` */
const isTight = ({ text }: Line): boolean => /^-[a-z][\w-]*:(?: |$)/i.test(text);
/** The fields of the language that hold lists have names in the plural. */
const opensList = ({ text }: Line): boolean => /^(?:- )?\w+s:$/.test(text);

const lineAt = (text: string, offset: number): Line => {
  const begin = indentOf(text, offset);
  return { ...begin, text: restOfLine(text, begin.offset) };
};

/** The lines above the one of `offset` that are neither blank nor comments, the nearest first. */
function* linesAbove(text: string, offset: number): Generator<Line> {
  for (let at = lineStart(text, offset); at > 0; ) {
    at = lineStart(text, at - 1);
    const line = lineAt(text, at);
    if (line.text !== '') yield line;
  }
}

function lineBelow(text: string, offset: number): Line | undefined {
  for (let feed = text.indexOf('\n', offset); feed !== -1; feed = text.indexOf('\n', feed + 1)) {
    const line = lineAt(text, feed + 1);
    if (line.text !== '') return line;
  }
  return undefined;
}

/** The line that lacks its `-`, when that is why the parser complains of the line of `offset`. */
function culprit(text: string, offset: number): Line | undefined {
  const line = lineAt(text, offset);
  if (isTight(line)) return line;
  const above = [...linesAbove(text, offset)];
  const [previous, opener] = above;
  if (previous && line.indent > previous.indent && isField(line)) {
    if (isTight(previous)) return previous;
    // As deep below a first line as the fields of an entry are.
    const isEntryLike = line.indent === previous.indent + 2 && isField(previous);
    if (isEntryLike && opener && opensList(opener) && opener.indent < previous.indent) return previous;
  }
  const outer = above.findIndex(({ indent }) => indent < line.indent);
  const beside = above.slice(0, outer === -1 ? undefined : outer);
  // A field at the column of entries.
  const entry = beside.find(({ indent }) => indent === line.indent);
  if (isField(line) && entry && isEntry(entry)) return line;
  // An entry below fields that are as deep, or as the fields of an entry are, and that no entry begins.
  const first = beside.at(-1);
  const list = above[outer];
  if (!isEntry(line) || !first || !isField(first) || !list || !opensList(list)) return undefined;
  return first.indent === line.indent || first.indent === line.indent + 2 ? first : undefined;
}

/** Told when the line of `offset` is wrong, or seems to be, because an entry lacks its `-`. */
export function missingDash(text: string, offset: number): SyntaxProblem | undefined {
  const line = culprit(text, offset);
  if (!line) return undefined;
  if (isTight(line)) {
    const at = spanOf(line.offset, '-');
    return { problem: `a blank is missing after ${quote('-')}`, at, write: { at, text: '- ' } };
  }
  const next = lineBelow(text, line.offset);
  const fits = !next || next.indent < line.indent || isEntry(next) || next.indent === line.indent + 2;
  const key = /^[^:]*/.exec(line.text)![0];
  const write = { at: spanOf(line.offset, key), text: `- ${key}` };
  return {
    problem: `${quote('-')} is missing before ${quote(line.text)}, which begins an entry of a list`,
    help: 'begin it with `- `, and indent the other fields of the entry like the text behind that',
    at: spanOf(line.offset, line.text),
    ...(fits ? { write } : {}),
  };
}
