/**
 * Questions about handlers → what the TypeScript compiler says. One process answers all of them, from files that it is
 * given one by one, so that everything an answer rests on is known.
 */
import { digestValue } from '../../runtime/core/digest.ts';
import { sourceText } from '../base/text.ts';
import type { CompilerProcess } from '../host/host.ts';
import type { Related } from '../model/diagnostic.ts';
import type { ModuleSummary, SignatureAnswer, SignatureQuestion } from '../model/index.ts';
import { Connection } from './connection.ts';
import { type CompilerDiagnostic, notSatisfied, reasonOf } from './explain.ts';
import { CompilerFiles, type FileFacts, type FileView } from './files.ts';
import { type ParsedConfig, projectText } from './options.ts';
import { Reach } from './reach.ts';
import { stateContracts, statementAt } from './statements.ts';

export type { FileView };

interface Asked {
  readonly answers: Readonly<Record<string, SignatureAnswer>>;
  /** All that the answers rest on besides the questions. */
  readonly facts: FileFacts;
  /** Whether they rest on modules that other questions name, too. */
  readonly wide: boolean;
}

/** Names handler modules with their contents. */
export const modulesDigest = (modules: readonly ModuleSummary[]): string =>
  digestValue(modules.map(({ path, exists, digest }) => [path, exists, digest]));

/** Below `.symphony`, where the compiler sees nothing but what is meant for it. */
const scratch = '.symphony/signatures';

/** True when nothing has changed of what the answers rest on. */
export const factsHold = (facts: FileFacts, view: FileView): boolean =>
  new CompilerFiles(view).differences(facts).length === 0;

/**
 * The answers, or why there are none. `modules`: all handler modules, since what one declares for all is there for the
 * others whatever is asked.
 */
export async function askCompiler(
  questions: readonly SignatureQuestion[],
  modules: readonly ModuleSummary[],
  view: FileView,
): Promise<Asked | { readonly problem: string }> {
  const process = await view.host.startCompiler();
  if (!process) return { problem: 'it is not installed, or not for this system' };
  const talk = talkTo(process);
  let wasUsed = false;
  const asked = talk.busy.then(() => {
    wasUsed = talk.snapshot !== undefined;
    return ask(talk, questions, modules, view);
  });
  talk.busy = asked.then(
    () => {},
    () => {},
  );
  try {
    const answers = await asked;
    if (answers) process.release();
    else process.kill();
    return answers ?? askCompiler(questions, modules, view);
  } catch (error) {
    process.kill();
    // One that has lived for long may have come to its end; a new one then does what it could not.
    return wasUsed ? askCompiler(questions, modules, view) : { problem: (error as Error).message };
  }
}

interface Talk {
  readonly connection: Connection;
  /** Resolves when what was asked before is answered. */
  busy: Promise<void>;
  /** The snapshot of the last time, and what it rests on. */
  snapshot?: number;
  told: FileFacts;
  readonly reach: Reach;
}

const talks = new WeakMap<CompilerProcess, Talk>();

/** A host may give the same process again. */
function talkTo(process: CompilerProcess): Talk {
  const talk = talks.get(process) ?? {
    connection: new Connection(process),
    busy: Promise.resolve(),
    told: {},
    reach: new Reach(),
  };
  talks.set(process, talk);
  return talk;
}

/** Undefined when the compiler knows files of former times. */
async function ask(
  talk: Talk,
  questions: readonly SignatureQuestion[],
  modules: readonly ModuleSummary[],
  view: FileView,
): Promise<Asked | undefined> {
  const { connection } = talk;
  const folder = `${view.root}/${scratch}`;
  const paths: Paths = { module: `${folder}/statements.ts`, project: `${folder}/tsconfig.json` };
  const files = new CompilerFiles(view, talk.reach);
  connection.answerWith((method, path) => files.answer(method, path));
  const changed = talk.snapshot === undefined ? [] : changesSince(talk.told, files);
  if (!changed) return undefined;
  if (talk.snapshot === undefined) await connection.request('initialize', null);
  const config = await configOf(connection, files, view);
  const module = stateContracts(questions, modules, '../../');
  talk.reach.configured(config?.options ?? {});
  files.add(paths.module, module.text);
  files.add(paths.project, projectText(files, { root: view.root, module: paths.module }, config));
  const project = await openProject(talk, changed, paths);
  const said = await connection.request<readonly CompilerDiagnostic[] | null>('getSemanticDiagnostics', {
    ...project,
    file: paths.module,
  });
  const used = new Set(await connection.request<readonly string[]>('getSourceFileNames', project));
  files.keep((path) => used.has(path));
  talk.told = files.facts();
  const answers = new Map(questions.map(({ key }) => [key, { reasons: [] as string[] } as Writable<SignatureAnswer>]));
  for (const diagnostic of said ?? []) {
    if (diagnostic.code !== notSatisfied) continue;
    const statement = statementAt(module, diagnostic.pos);
    const reason = statement && reasonOf(diagnostic, statement.aspect);
    if (reason === undefined) continue;
    const answer = answers.get(statement!.question.key)!;
    answer.reasons = [...answer.reasons, reason];
    answer.declared ??= declaredAt(diagnostic, view);
  }
  return { answers: Object.fromEntries(answers), ...files.furtherFacts() };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Paths {
  readonly module: string;
  readonly project: string;
}

/** The modules whose text is different since the compiler was last asked; undefined when more is. */
function changesSince(told: FileFacts, files: CompilerFiles): string[] | undefined {
  const read = 'readFile ';
  const different = files.differences(told);
  const texts = different.filter((fact) => fact.startsWith(read) && !fact.endsWith('.json') && told[fact] !== '-');
  return texts.length < different.length ? undefined : texts.map((fact) => fact.slice(read.length));
}

/** Opens the project, or brings it up to date. */
async function openProject(talk: Talk, changed: readonly string[], { module, project }: Paths) {
  const { connection, snapshot: last } = talk;
  const fileChanges = { changed: [...changed, module, project] };
  const { snapshot, projects } = await connection.request<{
    readonly snapshot: number;
    readonly projects: readonly { readonly id: string; readonly configFileName: string }[];
  }>('updateSnapshot', last === undefined ? { openProjects: [project] } : { fileChanges });
  talk.snapshot = snapshot;
  if (last !== undefined) await connection.request('release', { snapshot: last });
  return { snapshot, project: projects.find(({ configFileName }) => configFileName === project)!.id };
}

/** Undefined without a `tsconfig.json`; one that cannot be understood is a matter of its own. */
async function configOf(
  connection: Connection,
  files: CompilerFiles,
  { root }: FileView,
): Promise<ParsedConfig | undefined> {
  const file = `${root}/tsconfig.json`;
  if (files.answer('fileExists', file) !== true) return undefined;
  return connection.request<ParsedConfig>('parseConfigFile', { file });
}

/** The declaration in the workspace that the compiler names beside its error. */
function declaredAt(diagnostic: CompilerDiagnostic, { root, readOwn }: FileView): Related | undefined {
  const { relatedInformation: [first] = [] } = diagnostic;
  const deeper = diagnostic.messageChain?.at(-1);
  if (!first) return deeper && declaredAt(deeper, { root, readOwn } as FileView);
  const { fileName = '', pos, end } = first;
  const own = fileName.startsWith(`${root}/`) ? readOwn(fileName.slice(root.length + 1)) : undefined;
  if (!own) return undefined;
  const file = fileName.slice(root.length + 1);
  const { range } = sourceText(file, new TextDecoder().decode(own.bytes()));
  return { file, range: range(pos, end), message: 'declared here' };
}
