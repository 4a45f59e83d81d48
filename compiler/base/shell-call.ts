/** Which arguments of a command are read as a program: by a shell, or by an interpreter that takes code as an argument. */

/** An argument that is read as a program, and what reads it. */
export interface Script {
  readonly position: number;
  /** As it was called: `sh -c`. */
  readonly reader: string;
}

interface Reader {
  readonly names: readonly string[];
  /** The option after which the program follows. Undefined: it follows the name. */
  readonly option?: RegExp;
  /** Whether everything after the option belongs to the program, or the next argument alone. */
  readonly all: boolean;
}

const readers: readonly Reader[] = [
  { names: ['sh', 'bash', 'zsh', 'dash', 'ash', 'ksh', 'fish', 'su'], option: /^(?:-[a-z]*c|--command)$/, all: false },
  { names: ['cmd'], option: /^\/[ckr]$/i, all: true },
  { names: ['powershell', 'pwsh'], option: /^-c(?:o(?:m(?:m(?:a(?:nd?)?)?)?)?)?$/i, all: true },
  { names: ['eval'], all: true },
  { names: ['node', 'bun'], option: /^(?:-e|-p|-pe|--eval|--print)$/, all: false },
  { names: ['perl', 'ruby'], option: /^-[a-z]*[eE]$/, all: false },
  { names: ['python', 'python3'], option: /^-c$/, all: false },
  { names: ['php'], option: /^-r$/, all: false },
];

/** Programs that start the one named after their own arguments. */
const launchers = new Set(
  'busybox chroot command docker doas env exec flock kubectl nice nohup npx podman setsid stdbuf sudo time timeout xargs'.split(
    ' ',
  ),
);

/** `/usr/bin/bash` and `CMD.EXE` are `bash` and `cmd`. */
const programOf = (argument: string): string =>
  argument
    .slice(Math.max(argument.lastIndexOf('/'), argument.lastIndexOf('\\')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '');

const readerOf = (argument: string): Reader | undefined => {
  const program = programOf(argument);
  return readers.find(({ names }) => names.includes(program));
};

/** The arguments of `argv` that are read as programs. What follows a script of `sh -c` are values, which it gets as `$1`. */
export function scriptsOf(argv: readonly string[]): Script[] {
  const launched = launchers.has(programOf(argv[0] ?? ''));
  const start = launched ? argv.findIndex((argument) => readerOf(argument) !== undefined) : 0;
  const reader = readerOf(argv[start] ?? '');
  if (!reader) return [];
  const name = programOf(argv[start]!);
  const { option, all } = reader;
  const at = option ? argv.findIndex((argument, i) => i > start && option.test(argument)) : start;
  if (at === -1) return [];
  const called = option ? `${name} ${argv[at]}` : name;
  const rest = argv.map((_, position) => ({ position, reader: called })).slice(at + 1);
  return all ? rest : rest.slice(0, 1);
}
