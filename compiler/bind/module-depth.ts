/**
 * How deep the parser of handler modules might have to go. It recurses without bounds and then takes the whole process
 * with it, so its stack is reckoned before: each open bracket, and each token of the statements and expressions around a
 * place, can be a level. What is surely closed again no longer counts. Where this scan is not sure what it sees (JSX,
 * some regular expressions, brackets that do not fit) it says so.
 */

/** Of levels, in tokens: a hundredth of what fills the usual stack of 8 MiB, with brackets alone. */
const maxTokens = 1000;
/** A bracket takes about as much stack as so many other tokens. */
const bracketTokens = 4;

/** Words after which a comma does not close what is before them. */
const opening = new Set([
  ...['if', 'else', 'for', 'while', 'do', 'with', 'switch', 'case', 'default', 'class', 'interface', 'implements'],
]);
/** Words that go on with what `}` or `;` seemed to end. */
const goingOn = new Set([
  ...['else', 'while', 'catch', 'finally', 'from', 'in', 'of', 'instanceof', 'as', 'satisfies', 'is', 'extends'],
  ...['implements', 'with', 'assert', 'asserts'],
]);
/** Words before a regular expression; after others `/` divides. */
const beforeRegex = new Set([
  ...[
    'return',
    'typeof',
    'case',
    'in',
    'instanceof',
    'void',
    'delete',
    'new',
    'throw',
    'else',
    'do',
    'default',
    'extends',
  ],
]);
/** Words that are names in some places and none in others. */
const unsure = new Set(['of', 'yield', 'await', 'async']);
/** Words before the brackets that a statement follows, where elsewhere an operator does. */
const heads = new Set(['if', 'while', 'for', 'with', 'await']);

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const word = /(?:(?!\s)[\w$#@\u0080-\uffff])+/y;
/** Characters that parsers take for blanks or for parts of a word, as they like. */
const invisible = /[\u0085\u180e\u200b-\u200f\u2060]/;
const lineEnd = /[\n\r\u2028\u2029]/g;

/** What is open between two brackets, or outside all. */
interface Level {
  readonly opener: string;
  /** For `(`: whether a statement follows. */
  readonly head: boolean;
  /** Tokens since the last place where all was closed. */
  all: number;
  /** The same, without what commas closed. */
  open: number;
  /** What the next comma does not close; not known before the first. */
  kept: number | undefined;
  /** `<` without `>`. */
  angles: number;
}

const isWord = (token: string): boolean => /^[\w$#@\u0080-\uffff]/.test(token);

const level = (opener: string, head = false): Level => ({ opener, head, all: 0, open: 0, kept: undefined, angles: 0 });

/** The offset at which the parser might go deeper than is safe; undefined when it surely does not. */
export function riskyDepth(path: string, text: string): number | undefined {
  if (text.length < maxTokens / bracketTokens) return undefined;
  return new Scan(text, !/\.[cm]?ts$/.test(path)).run();
}

class Scan {
  readonly #text: string;
  readonly #mayHoldJsx: boolean;
  readonly #levels: Level[] = [];
  #level = level('');
  /** Tokens of the levels around the current one. */
  #around = 0;
  #at = 0;
  /** The last token: a word or a sign; `''` at the start, `)if` for the brackets of a head, `"` for any literal. */
  #last = '';
  #beforeLast = '';
  #beforeBefore = '';

  constructor(text: string, mayHoldJsx: boolean) {
    this.#text = text;
    this.#mayHoldJsx = mayHoldJsx;
  }

  run(): number | undefined {
    const text = this.#text;
    while (this.#at < text.length) {
      const start = this.#at;
      if (!this.#token(text[start]!) || this.#around + this.#level.open > maxTokens) return start;
    }
    return undefined;
  }

  /** Moves behind one token, blank or comment. False where it is not sure what that is. */
  #token(c: string): boolean {
    const text = this.#text;
    if (c <= ' ' || (c > '\x7f' && /\s/.test(c))) this.#at++;
    else if (c === '/') return this.#slash();
    else if (c === '#' && this.#at === 0 && text[1] === '!') this.#toLineEnd();
    else if (c === '"' || c === "'") return this.#literal(this.#stringEnd(c));
    else if (c === '`') return this.#template(this.#at + 1);
    else if (c === '(' || c === '[' || c === '{') this.#open(c);
    else if (c === ')' || c === ']' || c === '}') return this.#close(c);
    else if (c === '\\' || text.startsWith('<!--', this.#at) || text.startsWith('-->', this.#at)) return false;
    else if (c === '<' && this.#mayHoldJsx && this.#valueBegins() !== false) return false;
    else return this.#wordOrSign(c);
    return true;
  }

  #wordOrSign(c: string): boolean {
    word.lastIndex = this.#at;
    const name = word.exec(this.#text)?.[0];
    const sign = name ?? c;
    this.#count(sign);
    this.#at += sign.length;
    const here = this.#level;
    if (name !== undefined) {
      if (name === 'else') here.open = here.all;
      if (opening.has(name)) here.kept = undefined;
    } else if (c === '<') here.angles++;
    else if (c === '>' && this.#beforeLast !== '=') here.angles = Math.max(0, here.angles - 1);
    else if (c === ':' && isWord(this.#beforeLast) && this.#beforeBefore !== ',') here.kept = undefined;
    else if (c === ',' && here.angles === 0) {
      here.kept ??= here.open;
      here.open = here.kept;
    }
    return name === undefined || !invisible.test(name);
  }

  /** Counts a token, after closing what the one before it ended. */
  #count(token: string): void {
    const here = this.#level;
    const isBlock = here.opener === '' || here.opener === '{';
    const ends = this.#last === ';' || (this.#last === '}' && isBlock && isWord(token));
    if (ends && !goingOn.has(token)) Object.assign(here, level(here.opener, here.head));
    here.all++;
    here.open++;
    this.#beforeBefore = this.#beforeLast;
    this.#beforeLast = this.#last;
    this.#last = token;
  }

  #literal(end: number | undefined): boolean {
    this.#count('"');
    this.#at = end ?? this.#at;
    return end !== undefined;
  }

  #open(opener: string): void {
    const head = opener === '(' && heads.has(this.#last) && this.#beforeLast !== '.';
    this.#count(opener);
    this.#levels.push(this.#level);
    this.#around += this.#level.open + bracketTokens;
    this.#level = level(opener, head);
    this.#at++;
  }

  #close(closer: string): boolean {
    const closed = this.#level;
    const inTemplate = closed.opener === '${';
    if (closed.opener !== closers[closer] && !(inTemplate && closer === '}')) return false;
    this.#level = this.#levels.pop()!;
    this.#around -= this.#level.open + bracketTokens;
    this.#beforeBefore = this.#beforeLast = '';
    this.#last = closed.head ? ')if' : closer;
    this.#at++;
    return inTemplate ? this.#template(this.#at, true) : true;
  }

  /** The text of a template from `from` to its end or to its next `${`. */
  #template(from: number, goesOn = false): boolean {
    const text = this.#text;
    for (let at = from; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === '`') {
        if (goesOn) {
          this.#last = '"';
          this.#at = at + 1;
          return true;
        }
        return this.#literal(at + 1);
      } else if (text[at] === '$' && text[at + 1] === '{') {
        this.#at = at + 1;
        this.#open('${');
        return true;
      }
    }
    return false;
  }

  /** Undefined when the string does not end on its line. */
  #stringEnd(quote: string): number | undefined {
    const text = this.#text;
    for (let at = this.#at + 1; at < text.length; at++) {
      const c = text[at];
      if (c === '\\') at += text[at + 1] === '\r' && text[at + 2] === '\n' ? 2 : 1;
      else if (c === quote) return at + 1;
      else if (c === '\n' || c === '\r') return undefined;
    }
    return undefined;
  }

  #toLineEnd(): void {
    lineEnd.lastIndex = this.#at;
    this.#at = lineEnd.exec(this.#text)?.index ?? this.#text.length;
  }

  #slash(): boolean {
    const text = this.#text;
    const next = text[this.#at + 1];
    if (next === '/') this.#toLineEnd();
    else if (next === '*') {
      const end = text.indexOf('*/', this.#at + 2);
      this.#at = end === -1 ? text.length : end + 2;
    } else {
      const regex = this.#valueBegins();
      if (regex) return this.#literal(this.#regexEnd());
      if (regex === undefined && this.#matters()) return false;
      this.#count('/');
      this.#at++;
    }
    return true;
  }

  /** Whether a value begins here, not an operator; undefined when only a full parser could tell. */
  #valueBegins(): boolean | undefined {
    const [last, before] = [this.#last, this.#beforeLast];
    if (isWord(last)) {
      if (unsure.has(last)) return undefined;
      return beforeRegex.has(last) && before !== '.';
    }
    if (last === ')' || last === ']' || last === '"') return false;
    if (last === '+' || last === '-') return before === last ? undefined : true;
    if (last === '>') return before === '=' ? true : undefined;
    if (last === '!') return isWord(before) || /[)\]}"!]/.test(before) || this.#endsTypes() ? undefined : true;
    return last === '}' ? undefined : true;
  }

  /** Whether `>!` follows type arguments, and not the `=` of an arrow. */
  #endsTypes(): boolean {
    return this.#beforeLast === '>' && this.#beforeBefore !== '=';
  }

  /** Whether anything after a slash would be read in another way in a regular expression. */
  #matters(): boolean {
    lineEnd.lastIndex = this.#at;
    const line = this.#text.slice(this.#at + 1, lineEnd.exec(this.#text)?.index);
    const last = line.lastIndexOf('/');
    return last !== -1 && /["'`()[\]{}/*\\]/.test(line.slice(0, last + 1).replace(/\/$/, ''));
  }

  /** Undefined when the expression does not end on its line. */
  #regexEnd(): number | undefined {
    const text = this.#text;
    let inClass = false;
    for (let at = this.#at + 1; at < text.length; at++) {
      const c = text[at]!;
      if (c === '\n' || c === '\r' || c === '\u2028' || c === '\u2029') return undefined;
      if (c === '\\') at++;
      else if (c === '[') inClass = true;
      else if (c === ']') inClass = false;
      else if (c === '/' && !inClass) return at + 1;
    }
    return undefined;
  }
}
