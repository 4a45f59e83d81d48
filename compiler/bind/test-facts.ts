/** What the syntax of a test file says: its tests, whether they find anything wrong, and what they import. */
import type { Position } from '../model/diagnostic.ts';
import type { Assertion, TestCase } from '../model/linked.ts';
import type { SourceFile } from '../model/source.ts';
import { parseModule, type Trial } from './parse-module.ts';
import type { Node } from './syntax.ts';
import { collectCases, type Found } from './test-cases.ts';
import { namesOf } from './test-declarations.ts';
import { type Names, type Scanned, scan, stronger } from './test-scan.ts';

/** A test, as far as its file tells. */
export interface CaseFacts extends TestCase {
  /** Whether it uses what another file of the workspace exports, which may judge. */
  readonly usesModules?: true;
}

export interface TestFacts {
  readonly cases: readonly CaseFacts[];
  readonly asserts: boolean;
  /** Relative specifiers. */
  readonly imports: readonly string[];
  /** True when it may reach code by other ways than imports of the workspace. */
  readonly isOpen?: true;
  readonly error?: string;
  readonly errorAt?: Position;
}

/** How many declarations are looked through for all tests of a file; behind that nothing is certain. */
const maxSteps = 200_000;

export async function readTest(file: SourceFile, survives: Trial): Promise<TestFacts> {
  if (file.path.endsWith('.json')) return { cases: [], asserts: false, imports: [] };
  const module = await parseModule(file, survives);
  if ('error' in module) return { cases: [], asserts: false, imports: [], isOpen: true, ...module };
  const { parsed, source } = module;
  const program = parsed.program as unknown as Node;
  const { names, imports, isOpen } = namesOf(program);
  const found = collectCases(program, names);
  const levelOf = assertionsOver(names);
  const around = found.hooks.reduce<Assertion>((most, hook) => stronger(most, levelOf(hook).asserts), 'nothing');
  const cases = found.cases.map((one): CaseFacts => {
    const { asserts, usesModules } = judged(one, levelOf);
    const { line, column } = source.position(one.at);
    return {
      title: one.title,
      ...(one.template === undefined ? {} : { template: one.template }),
      ...(one.parent === undefined ? {} : { parent: one.parent }),
      ...(one.isGroup ? { isGroup: true } : {}),
      ...(one.isGuessed ? { isGuessed: true } : {}),
      ...(one.skipped === undefined ? {} : { skipped: one.skipped }),
      asserts: around === 'unknown' || around === 'something' ? stronger(asserts, 'unknown') : asserts,
      ...(usesModules ? { usesModules: true } : {}),
      line,
      column,
    };
  });
  const asserts = !['nothing', 'constants'].includes(scan(program, names).asserts);
  return { cases, asserts, imports, ...(isOpen ? { isOpen: true } : {}) };
}

type Level = Pick<Scanned, 'asserts' | 'usesModules'>;

function judged({ body, isGuessed }: Found, levelOf: (node: Node) => Level): Level {
  if (isGuessed) return { asserts: 'unknown', usesModules: false };
  return body ? levelOf(body) : { asserts: 'nothing', usesModules: false };
}

/** What a stretch of code judges, with all declarations of the file that it refers to. */
function assertionsOver(names: Names): (node: Node) => Level {
  const known = new Map<Node, Scanned>();
  const scanned = (node: Node): Scanned => {
    const result = known.get(node) ?? scan(node, names);
    known.set(node, result);
    return result;
  };
  let steps = 0;
  return (node) => {
    const seen = new Set<string>();
    const open = [node];
    let asserts: Assertion = 'nothing';
    let usesModules = false;
    for (let at = open.pop(); at && asserts !== 'something'; at = open.pop()) {
      if (steps > maxSteps) return { asserts: 'unknown', usesModules };
      const one = scanned(at);
      asserts = stronger(asserts, one.asserts);
      usesModules ||= one.usesModules;
      for (const name of one.refers) {
        if (seen.has(name)) continue;
        seen.add(name);
        const declarations = names.declared.get(name)!;
        steps += declarations.length;
        for (const declaration of steps > maxSteps ? [] : declarations) open.push(declaration);
      }
    }
    return { asserts, usesModules };
  };
}
