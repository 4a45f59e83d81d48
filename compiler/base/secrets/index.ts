/**
 * What looks like a credential in a text, and the text without it. Definitions are masked before they are parsed, so that
 * nothing that is made of them can show a secret; what else is shown of a file is masked the same way.
 */
import { families } from './forms.ts';
import { keyHint, namedSecrets, namingHint, type Span } from './named.ts';

interface Secret extends Span {
  /** `a token of GitHub`, as part of a sentence. */
  readonly what: string;
}

/** `ghp_xxxxxxxx…` stands for a token and is none. */
const isDrawn = (text: string): boolean => new Set(text).size >= 8;

/** In order, none inside another. */
export function secretsIn(text: string): readonly Secret[] {
  const found: Secret[] = [];
  for (const { hint, forms } of families) {
    if (!hint.test(text)) continue;
    for (const { what, pattern } of forms) {
      for (const match of text.matchAll(pattern)) {
        const secret = match.groups?.['secret'] ?? match[0];
        if (match.groups === undefined && !isDrawn(secret)) continue;
        const start = match.index + match[0].indexOf(secret);
        found.push({ what, start, end: start + secret.length });
      }
    }
  }
  if (namingHint.test(text) || keyHint.test(text))
    for (const span of namedSecrets(text)) found.push({ what: 'a credential, by its name and its form', ...span });
  return found.length === 0 ? found : apart(found);
}

/** Of secrets that overlap the first counts, as far as the last of them reaches. */
function apart(found: readonly Secret[]): Secret[] {
  const result: Secret[] = [];
  for (const secret of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (!last || secret.start >= last.end) result.push(secret);
    else if (secret.end > last.end) result[result.length - 1] = { ...last, end: secret.end };
  }
  return result;
}

/**
 * The text with a dot in place of each character of a secret: as long as before, so that every place in it stays what it
 * was. Line ends and escapes stay, and secrets that differ get masks that differ, so that the text means as much to a
 * parser and a schema as before.
 */
export function maskSecrets(text: string, secrets = secretsIn(text)): string {
  if (secrets.length === 0) return text;
  const numbers = new Map<string, number>();
  const parts: string[] = [];
  let end = 0;
  for (const secret of secrets) {
    const hidden = text.slice(secret.start, secret.end);
    const number = numbers.get(hidden) ?? numbers.size;
    numbers.set(hidden, number);
    parts.push(text.slice(end, secret.start), maskOf(hidden, number));
    end = secret.end;
  }
  return parts.join('') + text.slice(end);
}

/** The number of the secret in its text, in hollow dots for ones. */
function maskOf(secret: string, number: number): string {
  let left = number;
  return secret.replace(/\\.|[^\s\\]/g, (part) => {
    if (part.length > 1) return part;
    const bit = left % 2;
    left = (left - bit) / 2;
    return bit === 1 ? '◦' : '•';
  });
}

/** Whether a text shows a mask, so that it must not be written back into a file. */
export const showsMask = (text: string): boolean => /[•◦]{6}/.test(text);
