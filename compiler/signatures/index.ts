/**
 * Questions about handlers → what the TypeScript compiler says. One process answers all of them, from files that it is
 * given one by one, so that everything an answer rests on is known.
 */
import { sourceText } from '../base/text.ts';
import type { CompilerProcess } from '../host/host.ts';
import type { Related } from '../model/diagnostic.ts';
import type { SignatureAnswer, SignatureQuestion } from '../model/index.ts';
import { Connection } from './connection.ts';
import { type CompilerDiagnostic, notSatisfied, reasonOf } from './explain.ts';
import { CompilerFiles, type FileFacts, type FileView } from './files.ts';
import { type ParsedConfig, projectText } from './options.ts';
import { stateContracts, statementAt } from './statements.ts';

export type { FileFacts, FileView };

export interface Asked {
  readonly answers: ReadonlyMap<string, SignatureAnswer>;
  /** All that the answers rest on besides the questions. */
  readonly facts: FileFacts;
}

/** Below `.symphony`, where the compiler sees nothing but what is meant for it. */
const scratch = '.symphony/signatures';

/** True when nothing has changed of what the answers rest on. */
export const factsHold = (facts: FileFacts, view: FileView): boolean => new CompilerFiles(view).holds(facts);

/** The answers, or why there are none. */
export async function askCompiler(
  questions: readonly SignatureQuestion[],
  view: FileView,
): Promise<Asked | { readonly problem: string }> {
  const process = await view.host.startCompiler();
  if (!process) return { problem: 'it is not installed, or not for this system' };
  const talk = talkTo(process);
  const wasUsed = talk.snapshot !== undefined;
  const asked = talk.busy.then(() => ask(talk, questions, view));
  talk.busy = asked.then(
    () => {},
    () => {},
  );
  try {
    const answers = await asked;
    process.release();
    return answers;
  } catch (error) {
    process.kill();
    // One that has lived for long may have come to its end; a new one then does what it could not.
    return wasUsed ? askCompiler(questions, view) : { problem: (error as Error).message };
  }
}

interface Talk {
  readonly connection: Connection;
  /** Resolves when what was asked before is answered. */
  busy: Promise<void>;
  /** The snapshot of the last time. */
  snapshot?: number;
}

const talks = new WeakMap<CompilerProcess, Talk>();

/** A host may give the same process again. */
function talkTo(process: CompilerProcess): Talk {
  const talk = talks.get(process) ?? { connection: new Connection(process), busy: Promise.resolve() };
  talks.set(process, talk);
  return talk;
}

async function ask(talk: Talk, questions: readonly SignatureQuestion[], view: FileView): Promise<Asked> {
  const { connection } = talk;
  const folder = `${view.root}/${scratch}`;
  const paths = { module: `${folder}/statements.ts`, project: `${folder}/tsconfig.json` };
  const files = new CompilerFiles(view);
  connection.answerWith((method, path) => files.answer(method, path));
  if (talk.snapshot === undefined) await connection.request('initialize', null);
  const config = await configOf(connection, files, view);
  const module = stateContracts(questions, '../../');
  files.add(paths.module, module.text);
  files.add(paths.project, projectText(files, { root: view.root, module: paths.module }, config));
  const { snapshot, projects } = await connection.request<{
    readonly snapshot: number;
    readonly projects: readonly { readonly id: string; readonly configFileName: string }[];
  }>('updateSnapshot', {
    ...(talk.snapshot === undefined ? { openProjects: [paths.project] } : { fileChanges: { invalidateAll: true } }),
  });
  if (talk.snapshot !== undefined) await connection.request('release', { snapshot: talk.snapshot });
  talk.snapshot = snapshot;
  const project = projects.find(({ configFileName }) => configFileName === paths.project)!.id;
  const said = await connection.request<readonly CompilerDiagnostic[] | null>('getSemanticDiagnostics', {
    snapshot,
    project,
    file: paths.module,
  });
  const answers = new Map(questions.map(({ key }) => [key, { reasons: [] as string[] } as Writable<SignatureAnswer>]));
  for (const diagnostic of said ?? []) {
    if (diagnostic.code !== notSatisfied) continue;
    const statement = statementAt(module, diagnostic.pos);
    if (!statement) continue;
    const answer = answers.get(statement.question.key)!;
    answer.reasons = [...answer.reasons, reasonOf(diagnostic, statement.aspect)];
    answer.declared ??= declaredAt(diagnostic, view);
  }
  const known = new Set(
    questions.flatMap((question) => question.module.files.map(({ path }) => `${view.root}/${path}`)),
  );
  return { answers, facts: files.facts(known) };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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
