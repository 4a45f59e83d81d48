/** The table of handlers that some sequences carry: `handlers: { name: { script, method, timeout, retries } }`. */
import { kebab } from '../names.ts';
import type { Original, Taken } from '../original.ts';

interface KnownHandler {
  /** `module#export`. */
  readonly text: string;
  readonly timeoutMs?: Taken<number>;
  readonly retries?: Taken<number>;
}

export class HandlerTable {
  /** The modules that the table names, by alias. */
  readonly modules: Record<string, Taken<string>> = {};
  readonly #table: Original;

  constructor(original: Original) {
    this.#table = original.at('handlers');
  }

  find(name: string): KnownHandler | undefined {
    const entry = this.#table.at(name);
    if (!this.#table.isMap || !entry.isMap) return undefined;
    const script = entry.text('script');
    const method = entry.text('method');
    const timeoutMs = entry.number('timeout');
    const retries = entry.number('retries');
    if (!script || !method) return { text: name, timeoutMs, retries };
    const alias = kebab(script.value.slice(script.value.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')) || 'handlers';
    this.modules[alias] ??= script;
    return { text: `${alias}#${method.value}`, timeoutMs, retries };
  }
}
