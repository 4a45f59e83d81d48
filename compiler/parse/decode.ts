/** Bytes → text: UTF-8 only, as YAML files of this language are written. */
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { Finding, Place } from '../model/diagnostic.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const lenient = new TextDecoder('utf-8', { ignoreBOM: false });

/** A byte-order mark is dropped and does not count as a column. */
export function decode(file: string, bytes: Uint8Array): { text: string } | { finding: Finding } {
  const wide = wideMark(bytes);
  if (wide)
    return { finding: finding('ENCODING_INVALID', { problem: `the file is ${wide}, not UTF-8` }, fileStart(file)) };
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    return { finding: finding('ENCODING_INVALID', { problem: 'these bytes are not UTF-8' }, firstBad(file, bytes)) };
  }
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/.exec(text);
  if (!control) return withoutLoneReturns(file, text);
  const name = `U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const problem = `the control character ${name} may not stand in a YAML file; it looks like a binary file`;
  return { finding: finding('ENCODING_INVALID', { problem }, placeAfter(file, text.slice(0, control.index))) };
}

/** YAML ends a line there, and most tools that show lines do not. */
function withoutLoneReturns(file: string, text: string): { text: string } | { finding: Finding } {
  const at = /\r(?!\n)/.exec(text)?.index;
  if (at === undefined) return { text };
  const problem = 'this line ends with a carriage return alone';
  const help = 'end lines with LF or CRLF';
  return { finding: finding('ENCODING_INVALID', { problem }, placeAfter(file, text.slice(0, at)), { help }) };
}

function wideMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16 (little-endian)';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16 (big-endian)';
  return undefined;
}

/** The decoder puts U+FFFD where bytes are wrong; one that is really in the file re-encodes to its own three bytes. */
function firstBad(file: string, bytes: Uint8Array): Place {
  const text = lenient.decode(bytes);
  const encoder = new TextEncoder();
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let counted = 0;
  for (let i = text.indexOf('\ufffd'); i !== -1; i = text.indexOf('\ufffd', i + 1)) {
    offset += encoder.encode(text.slice(counted, i)).length;
    counted = i;
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd)
      return placeAfter(file, text.slice(0, i));
  }
  return fileStart(file);
}

function placeAfter(file: string, before: string): Place {
  const lines = before.split('\n');
  const start = { line: lines.length, column: lines.at(-1)!.length + 1 };
  return { file, range: { start, end: { line: start.line, column: start.column + 1 } } };
}
