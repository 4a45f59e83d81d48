/** Texts of documents and rules as fragments. */
import { escapeHtml, Html, html } from '../html.ts';

/** Text in which what stands between backticks is code. A backtick without its pair stays one. */
export function inlineCode(text: string): Html {
  if (!text.includes('`')) return new Html(escapeHtml(text));
  const parts = text.split('`');
  const closed = parts.length - (parts.length % 2 === 0 ? 1 : 0);
  return html`${parts.map((part, i) => {
    if (i >= closed) return html`\`${part}`;
    return i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`;
  })}`;
}

/** After these a name may break: `/ # . _ : -`. */
const separators = new Set([47, 35, 46, 95, 58, 45]);

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
const isLower = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

/** The extension of a file and the numbers of a line and a column stay with the name before them. */
const isTail = (text: string, i: number): boolean =>
  text.charCodeAt(i - 1) === 58 ? /\d/.test(text[i]!) : /^\.[a-z]{1,4}(?::\d|$)/.test(text.slice(i - 1, i + 8));

/** A name that may break after its separators and before its capitals, where a column is narrow. */
export function breakable(text: string): Html {
  if (text.length < 14) return new Html(escapeHtml(text));
  let broken = '';
  let start = 0;
  let before = text.charCodeAt(0);
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const apart = separators.has(before) ? !separators.has(code) && !isTail(text, i) : isUpper(code) && isLower(before);
    if (apart) {
      broken += `${escapeHtml(text.slice(start, i))}<wbr>`;
      start = i;
    }
    before = code;
  }
  return new Html(broken + escapeHtml(text.slice(start)));
}

/**
 * The Markdown that rules are documented in: paragraphs, lists, indented code, code spans and links to the web.
 * Everything else stays as it is written.
 */
export function markdown(text: string): Html {
  const blocks = text
    .split(/\n\s*\n/)
    .map((block) => block.replace(/\s+$/, ''))
    .filter((block) => block !== '');
  return html`${blocks.map(blockOf)}`;
}

function blockOf(block: string): Html {
  const lines = block.replace(/^\n+/, '').split('\n');
  if (lines.every((line) => line.startsWith('    ')))
    return html`<pre><code>${lines.map((line) => line.slice(4)).join('\n')}</code></pre>`;
  if (/^\s*[-*] /.test(lines[0]!)) {
    const items = lines
      .join('\n')
      .split(/\n?^\s*[-*] /m)
      .slice(1);
    return html`<ul>${items.map((item) => html`<li>${spans(item)}</li>`)}</ul>`;
  }
  return html`<p>${spans(lines.join('\n'))}</p>`;
}

/** Links lead to `https:` addresses only; their text may hold code. */
function spans(text: string): Html {
  const parts = text.split(/(\[[^\]\n]+\]\(https:\/\/[^\s()]+\))/);
  return html`${parts.map((part) => {
    const link = /^\[([^\]\n]+)\]\((https:\/\/[^\s()]+)\)$/.exec(part);
    return link ? html`<a href="${link[2]}" rel="noreferrer">${inlineCode(link[1]!)}</a>` : inlineCode(part);
  })}`;
}

/** The first sentence of a documentation, for lists. */
export function firstSentence(text: string): Html {
  const paragraph = text
    .trim()
    .split(/\n\s*\n/)[0]!
    .replaceAll('\n', ' ');
  return inlineCode(/^.*?[.:](?=\s|$)/.exec(paragraph)?.[0].replace(/:$/, '.') ?? paragraph);
}

/** `1 234 567`: the same everywhere, in words that no locale changes. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** `1 beat`, `12 000 beats`. */
export const counted = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`;
