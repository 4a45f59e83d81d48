/** Requests to the TypeScript compiler and its own for files, as JSON-RPC 2.0 with a header for each message. */
import type { CompilerProcess } from '../host/host.ts';

/** Answers what the compiler wants to know of files; null: it is to look itself. */
type FileAnswers = (method: string, path: string) => unknown;

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Connection {
  readonly #process: CompilerProcess;
  readonly #waiting = new Map<number, Waiting>();
  #files: FileAnswers = () => null;
  #received: Uint8Array = new Uint8Array();
  #requests = 0;
  #ended = false;

  constructor(process: CompilerProcess) {
    this.#process = process;
    process.listen((bytes) => (bytes ? this.#receive(bytes) : this.#end()));
  }

  /** The compiler's own declarations are read by itself. */
  answerWith(files: FileAnswers): void {
    const own = `${this.#process.folder}/`;
    this.#files = (method, path) => (path.startsWith(own) ? null : files(method, path));
  }

  /** Rejects when the compiler ends, or cannot do it. */
  request<T>(method: string, params: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new Error('it has ended'));
      const id = ++this.#requests;
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#send({ id, method, params });
    });
  }

  #send(message: Message): void {
    const body = encoder.encode(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#process.send(joined(encoder.encode(`Content-Length: ${body.length}\r\n\r\n`), body));
  }

  #receive(bytes: Uint8Array): void {
    this.#received = joined(this.#received, bytes);
    for (let message = this.#next(); message; message = this.#next()) this.#take(message);
  }

  #next(): Message | undefined {
    const head = decoder.decode(this.#received.subarray(0, 64));
    const [whole, length] = /^Content-Length: (\d+)\r\n\r\n/.exec(head) ?? [];
    if (whole === undefined) return undefined;
    const end = whole.length + Number(length);
    if (this.#received.length < end) return undefined;
    const message = JSON.parse(decoder.decode(this.#received.subarray(whole.length, end))) as Message;
    this.#received = this.#received.subarray(end);
    return message;
  }

  #take({ id, method, params, result, error }: Message): void {
    if (method !== undefined) {
      if (id !== undefined) this.#send({ id, result: this.#files(method, String(params)) });
      return;
    }
    const waiting = this.#waiting.get(id as number);
    this.#waiting.delete(id as number);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  #end(): void {
    this.#ended = true;
    for (const { reject } of this.#waiting.values()) reject(new Error('it has ended'));
    this.#waiting.clear();
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
