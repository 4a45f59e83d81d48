/** What commands print, in whole lines that may stand above a moving part. */
import { printable } from '../core/text.ts';

interface OutputLines {
  /** The lines that are whole by now. */
  add(chunk: Uint8Array): string[];
  /** What is left of the last line. */
  rest(): string[];
}

/** A line that is longer is broken here: something that never ends a line must not fill the memory. */
const longest = 16_384;

/** Streams that come from several commands at once mix by chunks, as they would on a terminal. */
export function openOutputLines(): OutputLines {
  const decoder = new TextDecoder();
  let open = '';
  return {
    add: (chunk) => {
      open += decoder.decode(chunk, { stream: true });
      const lines = open.split('\n');
      open = lines.pop()!;
      if (open.length > longest) {
        lines.push(open);
        open = '';
      }
      return lines.map(shown);
    },
    rest: () => {
      const line = open + decoder.decode();
      open = '';
      return line === '' ? [] : [shown(line)];
    },
  };
}

/** Sequences of ECMA-48: control sequences, strings of the operating system, and the rest. */
const sequence = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;

const isColor = /^\x1b\[[0-9;:]*m$/;

/** Colours are kept. What moves the cursor would tear the view; of a line that was written over, the last text counts. */
function shown(line: string): string {
  const last = line.replace(/\r+$/, '').split('\r').at(-1)!;
  const colors: string[] = [];
  const texts = last.replace(sequence, (found) => (isColor.test(found) && colors.push(found) ? mark : '')).split(mark);
  const whole = texts.map((text, index) => printable(text.replaceAll('\t', '    ')) + (colors[index] ?? '')).join('');
  return colors.length > 0 ? `${whole}\x1b[0m` : whole;
}

/** A character that no text has once it is decoded: it stands where a colour was. */
const mark = '\ufdd0';
