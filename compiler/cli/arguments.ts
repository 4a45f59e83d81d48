/**
 * Arguments and options of a command: declared once, read from a command line, shown as help. On the start-up path of
 * every command, so it builds on Node's own parser instead of a package that takes longer to load than a no-op runs.
 */
import { parseArgs } from 'node:util';
import { nearest } from '../base/text.ts';
import { UsageError } from './usage-error.ts';

interface OptionSpec {
  /** Long name without dashes, `no-` included. */
  readonly name: string;
  readonly short?: string;
  /** Name of the value; undefined for a switch. */
  readonly value?: string;
  readonly description: string;
  readonly initial?: string;
  readonly list: boolean;
}

interface ArgumentSpec {
  readonly name: string;
  readonly required: boolean;
  /** Takes all that is left. */
  readonly many: boolean;
  readonly description: string;
}

interface Parsed {
  readonly args: readonly string[];
  /** By name in camel case; `--no-cache` gives `cache: false`. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly help: boolean;
}

/** Declares what a command takes. `<name>` is required, `[name]` is not, `<name...>` is one or more, at the end. */
export class CommandLine {
  readonly #options: OptionSpec[] = [{ name: 'help', short: 'h', description: 'show this help', list: false }];
  readonly #arguments: ArgumentSpec[] = [];

  argument(spec: string, description: string): this {
    const many = spec.includes('...');
    const name = spec.slice(1, -1).replace('...', '');
    this.#arguments.push({ name, required: spec.startsWith('<'), many, description });
    return this;
  }

  /** `-C, --workspace <folder>`, `--verbose` or `--no-cache`. */
  option(spec: string, description: string, initial?: string): this {
    this.#options.push({ ...readSpec(spec), description, initial, list: false });
    return this;
  }

  /** An option that may be repeated; its value is the list of what was given. */
  list(spec: string, description: string): this {
    this.#options.push({ ...readSpec(spec), description: `${description}; may be repeated`, list: true });
    return this;
  }

  /** Throws UsageError. */
  parse(argv: readonly string[]): Parsed {
    const { values, positionals } = this.#read(argv);
    const options: Record<string, unknown> = {};
    for (const { name, value, initial, list } of this.#options) {
      if (name === 'help') continue;
      if (name.startsWith('no-')) options[camelCase(name.slice(3))] = values[name] !== true;
      else options[camelCase(name)] = values[name] ?? (list ? [] : value === undefined ? false : initial);
    }
    const help = values['help'] === true;
    const missing = this.#arguments.find(({ required }, i) => required && positionals[i] === undefined);
    if (missing && !help) throw new UsageError(`<${missing.name}> is missing`, missing.description);
    const extra = this.#arguments.at(-1)?.many ? undefined : positionals[this.#arguments.length];
    if (extra !== undefined) throw this.#tooMany(extra);
    return { args: positionals, options, help };
  }

  #tooMany(extra: string): UsageError {
    const whole = this.#arguments.length === 0 && this.#options.some(({ name }) => name === 'workspace');
    const help = whole ? 'a workspace is taken as a whole; name its folder with `-C FOLDER`' : undefined;
    return new UsageError(`\`${extra}\` is one argument too many`, help);
  }

  #read(argv: readonly string[]) {
    const config = this.#options.map(({ name, short, value, list }) => {
      const type = value === undefined ? ('boolean' as const) : ('string' as const);
      return [name, { type, multiple: list, ...(short ? { short } : {}) }] as const;
    });
    try {
      return parseArgs({ args: [...argv], options: Object.fromEntries(config), allowPositionals: true, strict: true });
    } catch (error) {
      throw this.#usageError(error as Error & { code?: string });
    }
  }

  #usageError(error: Error & { code?: string }): UsageError {
    const unknown = /^Unknown option '(--?)([^']*)'/.exec(error.message);
    if (!unknown) return this.#valueError(error);
    if (unknown[2] === 'fix') return new UsageError('there is no option `--fix`', '`symphonyc fix` makes the edits');
    const near = nearest(
      unknown[2]!,
      this.#options.map(({ name }) => name),
    );
    return new UsageError(
      `there is no option \`${unknown[1]}${unknown[2]}\``,
      near ? `did you mean \`--${near}\`?` : undefined,
    );
  }

  /** A value that is missing, or one that nothing takes. */
  #valueError(error: Error): UsageError {
    const option = this.#options.find(({ name }) => name === /--([a-z-]+)/.exec(error.message)?.[1]);
    if (!option) return new UsageError(error.message.split('. ')[0]!);
    const { name, value, description } = option;
    if (value === undefined) return new UsageError(`\`--${name}\` takes no value`);
    const dashed = error.message.includes('ambiguous') ? `; write one that begins with a dash as \`--${name}=-…\`` : '';
    return new UsageError(`\`--${name}\` needs a value: <${value}>`, `${description}${dashed}`);
  }

  help(command: string, summary: string): string {
    const usage = this.#arguments
      .map(({ name, required, many }) => [name, required, many ? '...' : ''] as const)
      .map(([name, required, dots]) => (required ? ` <${name}${dots}>` : ` [${name}${dots}]`))
      .join('');
    const rows = [
      ...this.#arguments.map(({ name, description }) => [`  ${name}`, description] as const),
      ...this.#options.map((option) => [`  ${optionText(option)}`, describe(option)] as const),
    ];
    const width = Math.max(...rows.map(([left]) => left.length));
    const table = rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`).join('\n');
    return `symphonyc ${command}${usage} [options]\n\n${summary}\n\n${table}\n`;
  }
}

function readSpec(spec: string): Pick<OptionSpec, 'name' | 'short' | 'value'> {
  const match = /^(?:-(\w), )?--([a-z-]+)(?: <(.+)>)?$/.exec(spec);
  if (!match) throw new Error(`not an option: ${spec}`);
  return { name: match[2]!, short: match[1], value: match[3] };
}

const camelCase = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const optionText = ({ name, short, value }: OptionSpec): string =>
  `${short ? `-${short}, ` : '    '}--${name}${value === undefined ? '' : ` <${value}>`}`;

const describe = ({ description, initial }: OptionSpec): string =>
  initial === undefined ? description : `${description} (${initial})`;
