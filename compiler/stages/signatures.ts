/** Answers about the signatures of handlers: those of former builds as long as they hold, else from one run of the compiler. */
import { joinPath } from '../base/path.ts';
import type { CheckSession, SignatureState } from '../cache/session.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Lookup, ModuleSummary, SignatureAnswer, SignatureQuestion } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';
import { askCompiler, type FileView, factsHold, modulesDigest } from '../signatures/index.ts';
import { readOwn } from './inputs.ts';

export interface Signatures {
  readonly answer: Lookup['signature'];
  /**
   * Finds the answers that there are none for, all at once. `held`: the keys of questions whose answers are relied on
   * already. True when those do not hold after all.
   */
  ask(questions: readonly SignatureQuestion[], held: readonly string[]): Promise<boolean>;
  /** Keeps what was answered, and tells what prevented it. */
  close(): readonly Finding[];
}

const nothing: SignatureState = { modules: '', wide: false, facts: {}, answers: {} };

export function openSignatures(session: CheckSession, modules: readonly ModuleSummary[]): Signatures {
  const view = viewOf(session, modules);
  const state = modulesDigest(modules);
  let kept: SignatureState | undefined;
  let wanted: readonly string[] = [];
  let problem: string | undefined;
  /** Those of the last build, when they are wanted for the first time. */
  const recall = (): SignatureState => {
    if (kept) return kept;
    const known = session.knownSignatures();
    kept = known && factsHold(known.facts, view) ? known : nothing;
    return kept;
  };
  const answer = (key: string): SignatureAnswer | undefined => {
    const { answers } = recall();
    return Object.hasOwn(answers, key) ? answers[key] : undefined;
  };
  return {
    answer,
    ask: async (questions, held) => {
      wanted = [...held, ...questions.map(({ key }) => key)];
      const open = questions.filter(({ key }) => answer(key) === undefined);
      // Other modules are other files that the answers rest on, whether a question is open or not.
      if (wanted.length === 0 || problem !== undefined || (open.length === 0 && recall().modules === state))
        return false;
      session.progress('asking TypeScript', 0, 1);
      const asked = await askCompiler(open, modules, view);
      if ('problem' in asked) {
        problem = asked.problem;
        session.host.distrust();
        return false;
      }
      const before = recall();
      // Where every answer rests on every module, those that were given with other modules are worth nothing.
      const reset = asked.wide && before !== nothing && !(before.wide && before.modules === state);
      const { facts, wide } = asked;
      kept = { modules: state, wide, facts, answers: { ...(reset ? {} : before.answers), ...asked.answers } };
      return reset;
    },
    close: () => {
      if (wanted.length > 0 && kept) {
        noteInputs(session, kept.facts);
        const answers = wanted.flatMap((key) => (answer(key) ? [[key, answer(key)!] as const] : []));
        session.keepSignatures({ ...kept, answers: Object.fromEntries(answers) });
      }
      return problem === undefined ? [] : [finding('SIGNATURES_UNCHECKED', { problem }, fileStart('symphony.yaml'))];
    },
  };
}

function viewOf(session: CheckSession, modules: readonly ModuleSummary[]): FileView {
  const { host, root, out } = session;
  return {
    host,
    root,
    out: joinPath(root, out === '' ? '.symphony' : out),
    modules: new Set(modules.flatMap(({ files }) => files.map(({ path }) => joinPath(root, path)))),
    readOwn: (path) => fileAt(session, path),
  };
}

function fileAt(session: CheckSession, path: string): SourceFile | undefined {
  if (!session.host.stat(joinPath(session.root, path))) return undefined;
  const read = readOwn(session, path);
  return 'file' in read ? read.file : undefined;
}

/** What of the workspace the compiler read is an input of the build, as handler modules are. Manifests are named anyway. */
function noteInputs(session: CheckSession, facts: SignatureState['facts']): void {
  const start = `readFile ${session.root}/`;
  for (const fact in facts) {
    if (!fact.startsWith(start) || fact.includes('/node_modules/') || fact.endsWith('/package.json')) continue;
    const file = fileAt(session, fact.slice(start.length));
    if (file) session.noteInput(file);
  }
}
