/** Where the parts of a JSON text stand, so that some of them can be replaced and all others stay byte for byte. */

export interface JsonNode {
  readonly type: 'object' | 'array' | 'string' | 'other';
  /** Offsets of the value, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Of an object, in the order in which they are written, repeated keys included. */
  readonly members: readonly JsonMember[];
}

interface JsonMember {
  readonly key: string;
  /** Where the key starts. */
  readonly start: number;
  readonly keyEnd: number;
  readonly value: JsonNode;
}

/** What is wrong with a text, and at which offset. */
export class JsonError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const deepest = 200;

/** The value of a text that may start with a byte order mark. Throws JsonError. */
export function scanJson(text: string): JsonNode {
  const scanner = new Scanner(text);
  const root = scanner.value(0);
  scanner.space();
  if (scanner.at < text.length) throw new JsonError('there is more after the end of the JSON value', scanner.at);
  return root;
}

class Scanner {
  readonly text: string;
  at: number;

  constructor(text: string) {
    this.text = text;
    this.at = text.startsWith('\ufeff') ? 1 : 0;
  }

  space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? '-')) this.at++;
  }

  value(depth: number): JsonNode {
    this.space();
    const start = this.at;
    if (depth > deepest) throw new JsonError(`the JSON is nested deeper than ${deepest} levels`, start);
    const first = this.text[start];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    return this.matched('other', /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y, 'a JSON value');
  }

  private string(): JsonNode {
    return this.matched(
      'string',
      /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y,
      'a text that ends on its line',
    );
  }

  private matched(type: JsonNode['type'], pattern: RegExp, wanted: string): JsonNode {
    pattern.lastIndex = this.at;
    const start = this.at;
    const match = pattern.exec(this.text)?.[0];
    if (match === undefined) throw this.expected(wanted);
    this.at += match.length;
    return { type, start, end: this.at, members: [] };
  }

  private array(depth: number): JsonNode {
    const start = this.at;
    this.list(']', () => this.value(depth + 1));
    return { type: 'array', start, end: this.at, members: [] };
  }

  private object(depth: number): JsonNode {
    const start = this.at;
    const members: JsonMember[] = [];
    this.list('}', () => {
      const key = this.string();
      this.space();
      this.take(':', 'a colon');
      const name = JSON.parse(this.text.slice(key.start, key.end)) as string;
      members.push({ key: name, start: key.start, keyEnd: key.end, value: this.value(depth + 1) });
    });
    return { type: 'object', start, end: this.at, members };
  }

  /** What stands between the bracket here and `close`, with commas between the items. */
  private list(close: string, item: () => void): void {
    this.at++;
    this.space();
    if (this.text[this.at] === close) {
      this.at++;
      return;
    }
    for (;;) {
      this.space();
      item();
      this.space();
      if (this.text[this.at] === close) break;
      this.take(',', `a comma or \`${close}\``);
    }
    this.at++;
  }

  private take(character: string, wanted: string): void {
    if (this.text[this.at] !== character) throw this.expected(wanted);
    this.at++;
  }

  private expected(wanted: string): JsonError {
    const found = this.at < this.text.length ? `\`${this.text[this.at]}\`` : 'the end of the file';
    return new JsonError(`expected ${wanted}, found ${found}`, this.at);
  }
}
