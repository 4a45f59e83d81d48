/** Whether a command is one that the workspace has: a script, a file, a locked binary or a tool that it declares. */
import type { PackageIndex, PackageManifest } from '../model/code.ts';
import { joinPath, staysInside } from './path.ts';
import { nearest } from './text.ts';

/** What a command is judged by. Nothing is looked for in PATH, where every machine has something else. */
export interface CommandSetting {
  readonly packages: PackageIndex;
  readonly tools: readonly string[];
  readonly fileExists: (path: string) => boolean;
}

export interface CommandProblem {
  /** The argument that is wrong. */
  readonly index: number;
  readonly problem: string;
  readonly help?: string;
}

/** Undefined when the command exists, or when nobody can know. */
export function commandProblem(argv: readonly string[], setting: CommandSetting): CommandProblem | undefined {
  const [program = ''] = argv;
  if (setting.tools.includes(program) && !given.has(program)) return undefined;
  if (program === 'node') return nodeProblem(argv, setting);
  if (program === 'npm') return npmProblem(argv, setting);
  if (program === 'npx') return binaryProblem(argv, 1, setting);
  if (given.has(program) || /^node_modules\/\.bin\/[^/]+$/.test(program)) {
    return given.has(program) ? undefined : missingBinary(program.slice(program.lastIndexOf('/') + 1), 0, setting);
  }
  if (/[\\/]/.test(program)) return missingFile(program, 0, setting);
  return missingProgram(program, setting);
}

/** Programs that come with Node, and this one. */
const given = new Set(['node', 'npm', 'npx', 'symphonyc']);

/** Folders that builds write: what is in them may be there or not. */
const built = /^(?:dist|build|out|output|target|generated|coverage|tmp|\.[^/]+)\//;

function missingFile(path: string, index: number, { fileExists }: CommandSetting): CommandProblem | undefined {
  const file = path.startsWith('/') ? path : joinPath(path);
  if (!staysInside(file))
    return { index, problem: `\`${path}\` is no file of the workspace`, help: 'write a path inside the workspace' };
  const ends = ['', '.js', '.json', '.node', '/index.js', '/package.json'];
  if (built.test(file) || ends.some((end) => fileExists(file + end))) return undefined;
  return {
    index,
    problem: `there is no file \`${path}\` in the workspace`,
    help: 'write the file, or correct its path',
  };
}

/** Options of `node` that take the next argument as their value. */
const nodeValues = new Set(
  [
    '-r --require --import --loader --experimental-loader -C --conditions --env-file --env-file-if-exists --input-type',
  ].flatMap((line) => line.split(' ')),
);

function nodeProblem(argv: readonly string[], setting: CommandSetting): CommandProblem | undefined {
  for (let i = 1; i < argv.length; i++) {
    const argument = argv[i]!;
    if (argument === '--run') return argv[i + 1] === undefined ? undefined : missingScript(argv, i + 1, [''], setting);
    if (/^(?:-[a-z]*[ep]|-i|--eval|--print|--interactive|--test|-|inspect)(?:=|$)/.test(argument)) return undefined;
    if (nodeValues.has(argument)) i++;
    else if (!argument.startsWith('-')) return missingFile(argument, i, setting);
    else if (argument === '--')
      return argv[i + 1] === undefined ? undefined : missingFile(argv[i + 1]!, i + 1, setting);
  }
  return undefined;
}

const scriptCommands = new Map([
  ['t', 'test'],
  ['tst', 'test'],
  ['test', 'test'],
  ['start', 'start'],
  ['stop', 'stop'],
  ['restart', 'restart'],
]);

function npmProblem(argv: readonly string[], setting: CommandSetting): CommandProblem | undefined {
  const read = readNpm(argv);
  const [command, script] = read.words;
  if (!command || read.lenient) return undefined;
  const name = argv[command]!;
  if (name === 'exec' || name === 'x') return binaryProblem(argv, command + 1, setting);
  const lost = lostWorkspace(argv, read.workspaces, setting);
  if (lost) return lost;
  const folders = read.workspaces.map((i) => argvValue(argv[i]!));
  if (/^(?:run|run-script|rum|urn)$/.test(name))
    return script === undefined ? undefined : missingScript(argv, script, folders, setting);
  const short = scriptCommands.get(name);
  return short === undefined ? undefined : missingScript(argv, command, folders, setting, short);
}

interface NpmArguments {
  /** Positions of the arguments that are no options. */
  readonly words: readonly number[];
  /** Positions of what `--workspace` names. */
  readonly workspaces: readonly number[];
  /** True when it is for a folder, or for packages, that are not known here, or when a script need not exist. */
  readonly lenient: boolean;
}

function readNpm(argv: readonly string[]): NpmArguments {
  const words: number[] = [];
  const workspaces: number[] = [];
  let lenient = false;
  for (let i = 1; i < argv.length && argv[i] !== '--'; i++) {
    const argument = argv[i]!;
    if (argument === '-w' || argument === '--workspace') workspaces.push(++i);
    else if (/^(?:-w|--workspace)=/.test(argument)) workspaces.push(i);
    else if (/^(?:-C|--prefix|-ws|--workspaces|--if-present|-g|--global)(?:=|$)/.test(argument)) lenient = true;
    else if (!argument.startsWith('-')) words.push(i);
  }
  return { words, workspaces: workspaces.filter((i) => i < argv.length), lenient };
}

const argvValue = (argument: string): string => argument.replace(/^(?:-w|--workspace)=/, '');

/** The packages that `--workspace` can name by their name, their folder or a folder above. */
export function namedWorkspaces(packages: PackageIndex, name: string): readonly PackageManifest[] {
  const answers = named.get(packages) ?? new Map<string, readonly PackageManifest[]>();
  named.set(packages, answers);
  const folder = joinPath(name);
  const known =
    answers.get(name) ??
    packages.manifests.filter(
      (one) => one.folder !== '' && (one.name === name || `${one.folder}/`.startsWith(`${folder}/`)),
    );
  answers.set(name, known);
  return known;
}

const named = new WeakMap<PackageIndex, Map<string, readonly PackageManifest[]>>();

function lostWorkspace(
  argv: readonly string[],
  places: readonly number[],
  { packages }: CommandSetting,
): CommandProblem | undefined {
  const { manifests } = packages;
  if (manifests.length === 0) return undefined;
  const index = places.find((i) => namedWorkspaces(packages, argvValue(argv[i]!)).length === 0);
  if (index === undefined) return undefined;
  const name = argvValue(argv[index]!);
  const near = nearest(
    name,
    manifests.slice(1).flatMap((manifest) => manifest.name ?? []),
  );
  const problem = `\`${name}\` is no npm workspace of \`${manifests[0]!.path}\``;
  return { index, problem, help: near ? `did you mean \`${near}\`?` : 'correct it, or add it to `workspaces`' };
}

/** npm looks for a package.json in the folders above, too; so without one nobody can know. */
function missingScript(
  argv: readonly string[],
  index: number,
  workspaces: readonly string[],
  setting: CommandSetting,
  name = argv[index]!,
): CommandProblem | undefined {
  const { packages, fileExists } = setting;
  const root = packages.manifests[0];
  if (!root || name === 'env') return undefined;
  const asked = workspaces.filter((one) => one !== '').flatMap((one) => namedWorkspaces(packages, one));
  for (const { path, folder, scripts } of asked.length > 0 ? asked : [root]) {
    if (scripts.includes(name) || (name === 'restart' && scripts.includes('start'))) continue;
    if (name === 'start' && fileExists(joinPath(folder, 'server.js'))) continue;
    const near = nearest(name, scripts);
    const problem = `there is no script \`${name}\` in \`${path}\``;
    return { index, problem, help: near ? `did you mean \`${near}\`?` : `add it to \`scripts\` of \`${path}\`` };
  }
  return undefined;
}

/** What `npx` and `npm exec` run, from the argument at `from` on. */
function binaryProblem(argv: readonly string[], from: number, setting: CommandSetting): CommandProblem | undefined {
  for (let i = from; i < argv.length; i++) {
    const argument = argv[i]!;
    if (/^(?:-c|--call)(?:=|$)/.test(argument)) return undefined;
    if (argument === '-p' || argument === '--package' || argument === '-w' || argument === '--workspace') i++;
    else if (!argument.startsWith('-')) return missingBinary(argument, i, setting);
  }
  return undefined;
}

/** Undefined when it cannot be told: packages are declared, and what is locked of them is not known. */
function hasBinary(name: string, { manifests, lock, lockPath }: PackageIndex): boolean | undefined {
  if (manifests.some(({ binaries }) => binaries.includes(name)) || lock?.binaries.includes(name)) return true;
  const declares = manifests.some(({ dependencies }) => dependencies.length > 0);
  return lock || (!declares && lockPath === undefined) ? false : undefined;
}

/** `npx` takes a package, too, in any version; only what is locked is the same tomorrow. */
function missingBinary(asked: string, index: number, setting: CommandSetting): CommandProblem | undefined {
  const { packages, tools } = setting;
  const name = asked.replace(/(.)@[^/]*$/, '$1').replace(/^@[^/]+\//, '');
  if (packages.manifests.length === 0 || tools.includes(asked) || hasBinary(name, packages) !== false) return undefined;
  const near = nearest(name, packages.lock?.binaries ?? []);
  const problem = `no locked package gives a command \`${asked}\``;
  return { index, problem, help: near ? `did you mean \`${near}\`?` : 'add the package to `devDependencies`' };
}

function missingProgram(program: string, { packages, tools }: CommandSetting): CommandProblem | undefined {
  if (hasBinary(program, packages) !== false) return undefined;
  const near = nearest(program, [...given, ...tools, ...(packages.lock?.binaries ?? [])]);
  const problem = `\`${program}\` is neither a command of a locked package nor a tool that the workspace declares`;
  const declare = `declare it under \`tools\` in \`symphony.yaml\``;
  return { index: 0, problem, help: near ? `did you mean \`${near}\`? Otherwise ${declare}` : declare };
}
