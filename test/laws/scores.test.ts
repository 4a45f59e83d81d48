/** Law 5: no edit that makes content worse in place raises a score. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { rawScores, textsOf } from '../support/raw-scores.ts';
import { aroundThem, type Definition, sickWorkspaces } from '../support/sick-workspace.ts';
import { checkFiles } from '../support/workspace.ts';

type Path = readonly (string | number)[];

/** Every place in a document, with what stands there. */
function placesIn(value: unknown, path: Path = []): [Path, unknown][] {
  const inner = Array.isArray(value)
    ? value.flatMap((item, i) => placesIn(item, [...path, i]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))
      : [];
  return [[path, value], ...inner];
}

const fieldOf = (path: Path): string => String(path.findLast((step) => typeof step === 'string') ?? '');

/** The document with what stands at `path` replaced, or taken out when nothing takes its place. */
function put(document: Definition, path: Path, value: unknown): Definition {
  const copy = JSON.parse(JSON.stringify(document)) as Definition;
  let node = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) node = node[step] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return copy;
}

const references = ['domain', 'dependsOn', 'policies', 'symphonies', 'metrics', 'measures', 'needs', 'emits', 'awaits'];
const names = [...references, 'perform', 'symphony', 'movement', 'handler', 'files', 'name'];
const required = ['apiVersion', 'kind', 'id', 'title', 'status', 'namespace', 'unit', 'statement', 'movements'];
const guards = ['owner', 'timeout', 'assert', 'gate', 'attest'];
/** What is worse than whatever stands there. */
const invalid: Readonly<Record<string, unknown>> = { key: 'H Major', tempo: 9999, dynamics: 'loud', from: 'loud' };

/** One way to make a document worse: its text afterwards. */
type Worsening = readonly [what: string, text: string, at: string];

function worsenings(document: Definition): Worsening[] {
  const text = JSON.stringify(document);
  const isMap = (path: Path): boolean => ['levels', 'scripts', 'each'].includes(String(path.at(-2)));
  return placesIn(document)
    .flatMap(([path, value]): Worsening[] => {
      const [last, field, at] = [path.at(-1), fieldOf(path), path.join('.')];
      const found: Worsening[] = [];
      const replace = (what: string, by: unknown) => found.push([what, JSON.stringify(put(document, path, by)), at]);
      if (typeof value === 'string' && names.includes(field) && !isMap(path)) {
        replace('misspelt', field === 'handler' ? `${value}x` : value.replace(/(.)$/, 'q$1'));
        if (field === 'handler') replace('misspelt alias', `x${value}`);
      }
      if (field === 'id' && path.length > 1) replace('another id', 'zz');
      if (field === 'id' && path.length === 1) replace('another id', 'zz-top');
      if (['that', 'when', 'expect', 'completion'].includes(field) && typeof value === 'string') {
        replace('a syntax error', `${value} &&`);
        replace('a wrong type', `${value} && 1 > "a"`);
      }
      if (path.length === 1 && required.includes(field)) replace('without', undefined);
      if (typeof last === 'string' && guards.includes(last)) replace('without', undefined);
      if (typeof last === 'string' && Object.hasOwn(invalid, last)) replace('invalid', invalid[last]);
      if (typeof last === 'string' && !isMap(path)) {
        const misspelt = put(put(document, path, undefined), [...path.slice(0, -1), `${last}x`], value);
        found.push(['a misspelt field', JSON.stringify(misspelt), at]);
      }
      return found;
    })
    .concat([
      ['truncated', text.slice(0, -7), ''],
      ['truncated', text.slice(0, text.length / 2), ''],
      ['with a tab', `\t${text}`, ''],
    ]);
}

function byWhat(all: readonly Worsening[]): Worsening[][] {
  const groups = new Map<string, Worsening[]>();
  for (const one of all) groups.set(one[0], [...(groups.get(one[0]) ?? []), one]);
  return [...groups.values()];
}

async function verdictOf(files: Readonly<Record<string, string>>): Promise<Verdict> {
  const result = await checkFiles({ ...aroundThem(Object.keys(files)), ...files });
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  return result.verdict;
}

describe('a score', () => {
  it('never rises because one document became worse', async () => {
    await fc.assert(
      fc.asyncProperty(
        sickWorkspaces,
        fc.nat(),
        fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
        async (definitions, whose, which) => {
          const texts = textsOf(definitions);
          const before = rawScores(await verdictOf(texts));
          const paths = Object.keys(definitions);
          const path = paths[whose % paths.length]!;
          const ways = byWhat(worsenings(definitions[path]!));
          for (const choice of which) {
            const alike = ways[choice % ways.length]!;
            const [what, text, at] = alike[(choice >> 5) % alike.length]!;
            const after = rawScores(await verdictOf({ ...texts, [path]: text }));
            const risen = Object.keys(before).filter((name) => after[name]! > before[name]!);
            expect(
              risen.map((name) => `${path}: ${what} at ${at}: ${name} from ${before[name]} to ${after[name]}`),
            ).toEqual([]);
          }
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });
});
