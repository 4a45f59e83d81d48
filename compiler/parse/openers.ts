/** Which quote or bracket is still open at some place: what the `yaml` package does not say about one that is never closed. */
import { Lexer } from 'yaml';

/** The lexer puts this before a plain or block scalar, whose text may look like anything. */
const scalarMark = '\x1f';
const marks = new Set(['\x02', '\x18', scalarMark]);

/** The offset of the quote that begins the text which ends at `end`. */
export function openingQuote(text: string, end: number): number | undefined {
  for (const { start, lexeme } of lexemes(text))
    if (start + lexeme.length >= end && /^["']/.test(lexeme)) return start < end ? start : undefined;
  return undefined;
}

/** The offset of the innermost `bracket` that is open at `offset`. */
export function openingBracket(text: string, bracket: '[' | '{', offset: number): number | undefined {
  const open: { start: number; lexeme: string }[] = [];
  for (const { start, lexeme } of lexemes(text)) {
    if (start >= offset) break;
    if (lexeme === '[' || lexeme === '{') open.push({ start, lexeme });
    else if (lexeme === ']' || lexeme === '}') open.pop();
  }
  return open.findLast((one) => one.lexeme === bracket)?.start;
}

/** Tokens but plain and block scalars, with their offsets. */
function* lexemes(text: string): Generator<{ start: number; lexeme: string }> {
  let offset = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (marks.has(lexeme)) {
      isScalar = lexeme === scalarMark;
      continue;
    }
    if (!isScalar) yield { start: offset, lexeme };
    isScalar = false;
    offset += lexeme.length;
  }
}
