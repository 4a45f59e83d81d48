import { isKey } from '../../base/music.ts';
import { replacement } from '../../base/rule-suggest.ts';
import { list, nearest } from '../../base/text.ts';
import { documentRule, type ReportAt } from '../../diagnostics/define.ts';
import type { BoundDocument } from '../../model/bound.ts';
import type { Path, Workspace } from '../../model/document.ts';
import { domain, symphony, workspace } from '../example.ts';

type Environments = NonNullable<Workspace['environments']>;

const allKeys = [...'CDEFGAB'].flatMap((tonic) =>
  ['', '#', 'b'].flatMap((sign) => [`${tonic}${sign} Major`, `${tonic}${sign} Minor`]),
);

/** Only keys on the same note are near: `D Major` is as far from `C Major` as from any other. */
const nearestKey = (key: string, candidates: readonly string[]): string | undefined =>
  nearest(
    key,
    candidates.filter((candidate) => candidate[0] === key[0]?.toUpperCase()),
  );

type Problem = 'form' | 'unbound' | 'taken';
type Params = { key: string; problem: Problem; other?: string };
type Report = (found: ReportAt<Params>) => void;

/** A key that is none is corrected to the nearest on its note. */
function checkForm(key: string, path: Path, candidates: readonly string[], bound: BoundDocument, report: Report): void {
  const near = nearestKey(key, candidates);
  report({
    params: { key, problem: 'form' },
    at: path,
    help: near === undefined ? undefined : `did you mean \`${near}\`?`,
    fix: near === undefined ? undefined : replacement(bound, path, near),
  });
}

function checkSymphony(key: string, bound: BoundDocument, report: Report): void {
  const bindings = Object.entries(bound.lookup.workspace().environments ?? {});
  const keys = bindings.map(([, environment]) => environment.key);
  if (!isKey(key)) checkForm(key, ['key'], keys.some(isKey) ? keys.filter(isKey) : allKeys, bound, report);
  else if (keys.length > 0 && !keys.includes(key)) {
    const help = `there is ${list(bindings.map(([name, environment]) => `\`${environment.key}\` for ${name}`))}`;
    report({ params: { key, problem: 'unbound' }, at: ['key'], help });
  }
}

/** Each environment has a key of its own. */
function checkEnvironments(environments: Environments, bound: BoundDocument, report: Report): void {
  const owners = new Map<string, string>();
  for (const [name, { key }] of Object.entries(environments)) {
    const at = ['environments', name, 'key'];
    const other = owners.get(key);
    if (!isKey(key)) checkForm(key, at, allKeys, bound, report);
    else if (other === undefined) owners.set(key, name);
    else {
      const related = [{ ...bound.place(['environments', other, 'key']), message: `the key of \`${other}\`` }];
      report({ params: { key, problem: 'taken', other }, at, related, help: 'bind another key' });
    }
  }
}

export default documentRule<Params>()({
  code: 'KEY_INVALID',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  fixable: 'safe',
  over: 'document',
  doc: `The key does not say in which environment the symphony is played: it is not a musical key, or the workspace binds it to no
environment, or it binds it to two.

A key is a note from A to G, perhaps with # or b, and \`Major\` or \`Minor\`. Use the key of one of the \`environments\` in
\`symphony.yaml\`, or bind this one there. For a misspelt key an edit is suggested; a sound key that is bound to nothing is
left to you, since another environment may be something else than you meant.`,
  message: ({ key, problem, other }) => {
    if (problem === 'taken') return `the key \`${key}\` already stands for the environment \`${other}\``;
    return problem === 'form'
      ? `\`${key}\` is not a key, such as \`C Major\` or \`F# Minor\``
      : `the key \`${key}\` is bound to no environment of the workspace`;
  },
  applies: (_, { symphony: node, subjects }) =>
    node?.value.key !== undefined || subjects.workspace.some(({ value }) => value.environments !== undefined),
  check: ({ bound, report }) => {
    const key = bound.symphony?.value.key;
    const environments = bound.subjects.workspace[0]?.value.environments;
    if (key !== undefined) checkSymphony(key, bound, report);
    if (environments) checkEnvironments(environments, bound, report);
  },
  examples: [
    {
      title: 'a misspelt key',
      files: { 'domain.yaml': domain(), 'play.yaml': symphony({ extra: 'key: C-major' }) },
      expect: [{ file: 'play.yaml', line: 7, column: 6 }],
    },
    {
      title: 'a key that stands for no environment',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'environments: { production: { key: C Major } }'),
        'domain.yaml': domain(),
        'play.yaml': symphony({ extra: 'key: D Major' }),
      },
      expect: [{ file: 'play.yaml', line: 7, column: 6 }],
    },
    {
      title: 'environments with what is not a key, and with the same key',
      files: {
        'symphony.yaml': workspace(
          'domain.yaml',
          'environments:\n  production: { key: C Major }\n  staging: { key: H Major }\n  testing: { key: C Major }',
        ),
        'domain.yaml': domain(),
      },
      expect: [
        { file: 'symphony.yaml', line: 8, column: 19 },
        { file: 'symphony.yaml', line: 9, column: 19 },
      ],
    },
    {
      title: 'a key of an environment',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'environments: { production: { key: F# Minor } }'),
        'domain.yaml': domain(),
        'play.yaml': symphony({ extra: 'key: F# Minor' }),
      },
      expect: [],
    },
    {
      title: 'any key in a workspace without environments',
      files: { 'domain.yaml': domain(), 'play.yaml': symphony({ extra: 'key: Bb Major' }) },
      expect: [],
    },
  ],
});
