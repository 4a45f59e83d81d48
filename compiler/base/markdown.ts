/** Markdown (CommonMark with GitHub's tables) from text of documents, none of which is ever read as markup. */

import type { Place } from '../model/diagnostic.ts';
import { singleLine } from './single-line.ts';

/** Text on one line. Never put first on a line, where a number or a hyphen would start a list. */
export const text = (value: string | undefined): string =>
  singleLine(value).replace(/[\\`*_[\]<>|~$#]|&(?=[#\w])/g, '\\$&');

/** A code span. What cannot stand in one is shown as text. */
export function code(value: string): string {
  const line = singleLine(value);
  return line === '' || /[`|]/.test(line) ? text(line) : `\`${line}\``;
}

/** A message, in which back quotes mark code. Where they do not pair up, they are text like everything else. */
export function message(value: string): string {
  const parts = singleLine(value).split('`');
  if (parts.length % 2 === 0) return text(value);
  return parts.map((part, i) => (i % 2 === 1 ? codePart(part) : edgeText(part))).join('');
}

const codePart = (part: string): string => (part.trim() === '' ? `\\\`${part}\\\`` : code(part));

/** As `text`, with the blanks at both ends. */
const edgeText = (part: string): string => part.replace(/^( *)(.*?)( *)$/, (_, a, b, c) => `${a}${text(b)}${c}`);

/** A place as a link from a file in `report/` of an output folder that lies in the workspace. */
export function place({ file, range }: Place): string {
  const { line, column } = range.start;
  return `[${text(file)}:${line}:${column}](../../${address(file)}#L${line})`;
}

const address = (file: string): string =>
  file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(/[()!'*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/');

/** A table of cells that are Markdown already. Columns after the first hold numbers when `numbers` says so. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], numbers = false): string {
  const rule = head.map((_, i) => (numbers && i > 0 ? '---:' : '---'));
  return `${[head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
