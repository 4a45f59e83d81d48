/** Answers about the signatures of handlers: those of former builds as long as they hold, else from one run of the compiler. */
import { joinPath } from '../base/path.ts';
import type { CheckSession } from '../cache/session.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import { readSource } from '../load/index.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Lookup, SignatureAnswer, SignatureQuestion } from '../model/index.ts';
import { askCompiler, type FileFacts, type FileView, factsHold } from '../signatures/index.ts';

export interface Signatures {
  readonly answer: Lookup['signature'];
  /** Finds the answers that there are none for, all at once. */
  ask(questions: readonly SignatureQuestion[]): Promise<void>;
  /** Keeps what was answered, and tells what prevented it. */
  close(): readonly Finding[];
}

export function openSignatures(session: CheckSession): Signatures {
  const view = viewOf(session);
  const used = new Map<string, SignatureAnswer>();
  const answered = new Map<string, SignatureAnswer>();
  let kept: { facts: FileFacts; answers: Readonly<Record<string, SignatureAnswer>> } | undefined;
  let problem: string | undefined;
  /** Those of the last build, when they are wanted for the first time. */
  const recall = () => {
    if (kept) return kept;
    const known = session.knownSignatures();
    kept = known && factsHold(known.facts, view) ? known : { facts: {}, answers: {} };
    return kept;
  };
  const answer = (key: string): SignatureAnswer | undefined => {
    const { answers } = recall();
    const found = answered.get(key) ?? (Object.hasOwn(answers, key) ? answers[key] : undefined);
    if (found) used.set(key, found);
    return found;
  };
  return {
    answer,
    ask: async (questions) => {
      if (questions.length === 0) return;
      session.progress('asking TypeScript', 0, 1);
      const asked = await askCompiler(questions, view);
      if ('problem' in asked) {
        problem = asked.problem;
        session.host.distrust();
        return;
      }
      kept = { ...recall(), facts: { ...recall().facts, ...asked.facts } };
      for (const [key, found] of asked.answers) answered.set(key, found);
    },
    close: () => {
      if (kept) session.keepSignatures({ facts: kept.facts, answers: Object.fromEntries(used) });
      return problem === undefined ? [] : [finding('SIGNATURES_UNCHECKED', { problem }, fileStart('symphony.yaml'))];
    },
  };
}

/** What of the workspace the compiler reads is an input of the build, as handler modules are. */
function viewOf(session: CheckSession): FileView {
  const { host, root, out } = session;
  return {
    host,
    root,
    out: out === '' ? joinPath(root, '.symphony') : joinPath(root, out),
    readOwn: (path) => {
      if (!host.stat(joinPath(root, path))) return undefined;
      const read = readSource(host, root, path, { knownDigest: session.knownDigest(path) });
      return 'file' in read ? session.noteInput(read.file) : undefined;
    },
  };
}
