/** Pages of documentation → the parts of them that are generated. */
import type { SourceText } from '../model/document.ts';
import type { GeneratedPart } from '../model/index.ts';

const begin = /^[ \t]*<!-- symphonyc:begin ([^\s>]{1,100}) -->[ \t]*$/;
const end = /^[ \t]*<!-- symphonyc:end -->[ \t]*$/;

/** The most characters of a line that may be a marker. */
const markerLength = 200;

/** Parts do not nest: a part that begins inside another one ends that. */
export function generatedParts(source: SourceText): GeneratedPart[] {
  const parts: GeneratedPart[] = [];
  let open: { part: GeneratedPart; from: number } | undefined;
  for (const { line, start } of linesOf(source.text)) {
    if (line.length > markerLength) continue;
    const name = begin.exec(line)?.[1];
    if (name !== undefined) {
      if (open) parts.push(open.part);
      const at = start + line.indexOf(name, line.indexOf('begin ') + 6);
      const place = { file: source.file, range: source.range(at, at + name.length) };
      open = { part: { symphony: name, at: place }, from: start + line.length };
    } else if (open && end.test(line)) {
      parts.push({ ...open.part, body: bodyBetween(source, open.from, start) });
      open = undefined;
    }
  }
  if (open) parts.push(open.part);
  return parts;
}

function* linesOf(text: string): Generator<{ line: string; start: number }> {
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const stop = next === -1 ? text.length : next;
    yield { line: text.slice(start, stop).replace(/\r$/, ''), start };
    start = stop + 1;
  }
}

/** `from`: the end of the line with the first marker; `to`: the start of the one with the last. */
function bodyBetween({ file, text, range }: SourceText, from: number, to: number): GeneratedPart['body'] {
  return { file, range: range(from, to), text: text.slice(from, to) };
}
