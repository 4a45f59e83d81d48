/**
 * The `yaml` package, driven by hand so that no text keeps it busy for long or fills the memory: what nests too deep is
 * refused before it recurses, tokens are counted as they are read, and it stops once enough errors are known.
 */
import { Composer, Lexer, Parser, type Document as YamlDocument } from 'yaml';
import { limits } from './limits.ts';

/** An error as the package gives it: offsets in the text. */
export interface ComposeError {
  readonly code: string;
  readonly message: string;
  readonly pos: [number, number];
}

export interface Composed {
  readonly documents: readonly YamlDocument.Parsed[];
  readonly errors: readonly ComposeError[];
}

/** Why a text is not worked on any further, and where that was decided. */
export class Refused extends Error {
  readonly offset: number;
  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

const options = {
  prettyErrors: false,
  uniqueKeys: false,
  merge: false,
  strict: true,
  version: '1.2',
  schema: 'core',
} as const;

/** More errors than this say nothing new. */
const maxErrors = 20;

/** Throws Refused. */
export function compose(text: string): Composed {
  refuseDepth(text);
  // The package makes an error object for each mistake; their stack traces, which nobody sees, would take most of the time.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return composeAll(text);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function composeAll(text: string): Composed {
  const composer = new Composer(options);
  const documents: YamlDocument.Parsed[] = [];
  const errors: ComposeError[] = [];
  for (const document of composer.compose(tokens(text))) {
    documents.push(document);
    errors.push(...document.errors.slice(0, maxErrors));
    if (errors.length >= maxErrors) break;
    if (documents.length > limits.documents) {
      throw new Refused(0, `more than ${limits.documents} documents in one file`);
    }
  }
  if (documents.length === 0) errors.push(...composer.streamInfo().errors, ...composer.streamInfo().warnings);
  return { documents, errors: errors.slice(0, maxErrors) };
}

/** Marks that the lexer puts between tokens; they stand for no text. */
const marks = new Set(['\x02', '\x18', '\x1f']);

function* tokens(text: string) {
  const parser = new Parser();
  let count = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > limits.tokens) throw new Refused(offset, `more than ${limits.tokens} tokens in one file`);
    yield* parser.next(lexeme);
    if (!marks.has(lexeme)) offset += lexeme.length;
  }
  yield* parser.end();
}

/**
 * Depth is judged by brackets, compact `- - -` and indentation. Those inside quoted or folded text count too; no real
 * text has so many of them.
 */
function refuseDepth(text: string): void {
  const columns: number[] = [];
  let open = 0;
  let dashes = 0;
  let lineStart = 0;
  let inIndent = true;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '[' || c === '{') open++;
    else if (c === ']' || c === '}') open = Math.max(0, open - 1);
    if ((c === '-' || c === '?') && (text[i + 1] === ' ' || text[i + 1] === '?')) dashes++;
    else if (c !== ' ') dashes = 0;
    if (c === '\n') {
      lineStart = i + 1;
      inIndent = true;
    } else if (inIndent && c !== ' ') {
      inIndent = false;
      if (c !== '\r') nest(columns, i - lineStart);
    }
    if (open > limits.depth || dashes > limits.depth || columns.length > limits.depth + 1) {
      throw new Refused(i, `nested more than ${limits.depth} levels deep`);
    }
  }
}

/** Keeps the columns at which the lines that are still open begin. */
function nest(columns: number[], column: number): void {
  while (columns.length > 0 && columns.at(-1)! >= column) columns.pop();
  columns.push(column);
}
