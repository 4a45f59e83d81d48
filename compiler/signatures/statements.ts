/** The module that states, for each question, that a function satisfies its contract. Written for the compiler only. */
import type { ModuleSummary, SignatureQuestion } from '../model/index.ts';
import { contractTypes } from './contract-types.ts';

/** What is stated: that it can be called with what the beat gives, or that what it gives back can be kept. */
export type Aspect = 'call' | 'result';

interface Statement {
  readonly question: SignatureQuestion;
  readonly aspect: Aspect;
  readonly start: number;
  readonly end: number;
}

interface StatementModule {
  readonly text: string;
  /** In the order of their places in the text. */
  readonly statements: readonly Statement[];
}

/** Statements are one a line, so that an error's place names its question. `toRoot` leads to the workspace's folder. */
export function stateContracts(
  questions: readonly SignatureQuestion[],
  modules: readonly ModuleSummary[],
  toRoot: string,
): StatementModule {
  const names = new Map<string, string>();
  const statements: Statement[] = [];
  const lines: string[] = [];
  let length = 0;
  const write = (line: string): void => {
    const text = ascii(line);
    lines.push(text);
    length += text.length + 1;
  };
  write(contractTypes);
  for (const { path, exists } of modules) {
    if (!exists || names.has(path)) continue;
    const name = `module${names.size}`;
    names.set(path, name);
    write(`import * as ${name} from ${JSON.stringify(`${toRoot}${path}`)};`);
  }
  const state = (question: SignatureQuestion, aspect: Aspect, line: string): void => {
    const start = length;
    write(line);
    statements.push({ question, aspect, start, end: length });
  };
  for (const question of questions) {
    const name = names.get(question.module.path)!;
    const member = JSON.stringify(question.exportName);
    state(question, 'call', `${name}[${member}] satisfies ${question.contract};`);
    if (question.contract.startsWith('Handler<'))
      state(question, 'result', `(0 as unknown as Unwritable<(typeof ${name})[${member}]>) satisfies never;`);
  }
  return { text: `${lines.join('\n')}\n`, statements };
}

/** The statement at a place, by halving. */
export function statementAt({ statements }: StatementModule, place: number): Statement | undefined {
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.end <= place) low = middle + 1;
    else high = middle;
  }
  const found = statements[low];
  return found && found.start <= place ? found : undefined;
}

/** Other characters stand in literals only, where an escape means the same. */
const ascii = (text: string): string =>
  text.replace(/[^\n\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
