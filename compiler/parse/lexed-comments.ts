/** Comments as the lexer of the full parser sees them. */
import { Lexer } from 'yaml';
import { begins } from './waiver-comments.ts';

/** Marks that the lexer puts between tokens; they stand for no text. The last one is followed by a scalar. */
const marks = new Set(['\x02', '\x18', '\x1f']);
const scalarMark = '\x1f';

/** The offset of each comment that waives something. The text is one that the parser has taken. */
export function commentsByLexer(text: string): number[] {
  const found: number[] = [];
  let offset = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme[0] === '#' && before !== scalarMark && begins(text, offset)) found.push(offset);
    if (!marks.has(lexeme)) offset += lexeme.length;
    before = lexeme;
  }
  return found;
}
