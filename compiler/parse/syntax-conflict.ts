/** What a merge leaves in a file when nobody decided: all that the parser says from there on follows from it. */
import { lineStart, restOfLine, type Span, type SyntaxProblem, spanOf } from './syntax-text.ts';

const opening = /^<{7}(?: |\r?$)/gm;
const closing = /^>{7}(?: |\r?$)/gm;

/** One problem a conflict. */
export function conflictsIn(text: string): (SyntaxProblem & { readonly at: Span })[] {
  return firstOpenings(text).map((index) => {
    closing.lastIndex = index;
    const end = closing.exec(text)?.index;
    const related = end === undefined ? {} : { related: { at: lineAt(text, end), message: 'it ends here' } };
    return {
      problem: 'unresolved merge conflict',
      help: 'keep what is right of the two sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`',
      at: lineAt(text, index),
      ...related,
    };
  });
}

/** More of them say nothing new. */
const maxConflicts = 20;

function firstOpenings(text: string): number[] {
  const found: number[] = [];
  for (const { index } of text.matchAll(opening)) {
    found.push(index);
    if (found.length === maxConflicts) break;
  }
  return found;
}

const lineAt = (text: string, offset: number) => spanOf(offset, restOfLine(text, lineStart(text, offset)));
