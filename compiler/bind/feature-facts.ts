/** What a feature file says, read with the official parser of Gherkin. */
import type { Background, Rule, Scenario as ScenarioNode, Step } from '@cucumber/messages';
import { list } from '../base/text.ts';
import type { Position } from '../model/diagnostic.ts';
import type { FeatureFacts, Scenario } from '../model/linked.ts';
import type { SourceFile } from '../model/source.ts';

type Gherkin = typeof import('@cucumber/gherkin');
type Dialect = Gherkin['dialects'][string];
type Kind = Scenario['lacks'][number];

/** Feature files are read by people; none that is larger than this was written for them. */
const maxBytes = 1024 * 1024;
/** After a tag the parser looks ahead over such lines once for each of them. */
const maxAhead = 500;

/** Parses a feature file. What prevents that is `error`. */
export async function readFeature(file: SourceFile): Promise<FeatureFacts> {
  const failed = (error: string, errorAt?: Position): FeatureFacts => ({ scenarios: [], error, errorAt });
  const bytes = file.bytes();
  if (bytes.length > maxBytes) return failed('it has more than 1 MiB');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return failed('it is not UTF-8');
  }
  const lines = text.split('\n');
  const crowd = crowdedLine(lines);
  if (crowd !== undefined)
    return failed(`more than ${maxAhead} lines of tags, comments and blanks follow one another`, startOf(lines, crowd));
  const gherkin = await import('@cucumber/gherkin');
  const parser = new gherkin.Parser(new gherkin.AstBuilder(() => ''), new gherkin.GherkinClassicTokenMatcher());
  parser.stopAtFirstError = true;
  try {
    const { feature } = parser.parse(lines.map(narrowed).join('\n'));
    if (!feature) return failed('it holds no feature');
    const scenarios = scenariosOf(feature, gherkin.dialects[feature.language]!, noSteps);
    return { scenarios: scenarios.map((one) => ({ ...one, ...startOf(lines, one.line) })) };
  } catch (error) {
    const { message, location } = error as Error & { location?: { line: number } };
    if (!location) return failed('the parser of feature files cannot make anything of it');
    return failed(told(message), startOf(lines, Math.min(location.line, lines.length)));
  }
}

/** Where a line, counted from 1, has its first letter. */
function startOf(lines: readonly string[], line: number): Position {
  const text = lines[line - 1] ?? '';
  return { line, column: text.trim() === '' ? 1 : text.length - text.trimStart().length + 1 };
}

/** The line with the tag from which on too many follow. */
function crowdedLine(lines: readonly string[]): number | undefined {
  let start = 0;
  for (const [i, line] of lines.entries()) {
    const text = line.trimStart();
    if (text.startsWith('@')) start ||= i + 1;
    else if (text !== '' && !text.startsWith('#')) start = 0;
    if (start > 0 && i + 1 - start > maxAhead) return start;
  }
  return undefined;
}

/** A row of a table without its padding, over which the parser takes a time that grows with its square. */
const narrowed = (line: string): string =>
  line.trimStart().startsWith('|') ? line.replace(/[ \t\v\f\u0085\u00a0]{2,}/g, ' ') : line;

/** What the parser waits for, in words. */
const tokens: Readonly<Record<string, string>> = {
  '#FeatureLine': '`Feature:`',
  '#RuleLine': '`Rule:`',
  '#BackgroundLine': '`Background:`',
  '#ScenarioLine': '`Scenario:`',
  '#ExamplesLine': '`Examples:`',
  '#StepLine': 'a step',
  '#TableRow': 'a row of a table',
  '#DocStringSeparator': 'quotes around a text',
  '#TagLine': 'tags',
  '#EOF': 'the end',
};

/** `(3:1): expected: #EOF, #StepLine, got 'foo'` in the form of our own messages. */
function told(message: string): string {
  const text = message.replace(/^\(\d+:\d+\): /, '');
  const expected = /expected: ((?:#\w+(?:, )?)+)/.exec(text)?.[1] ?? '';
  const words = expected.split(', ').flatMap((token) => tokens[token] ?? []);
  if (words.length === 0) return text.charAt(0).toLowerCase() + text.slice(1);
  const got = text.startsWith('unexpected end') ? 'the file ends' : `there is \`${gotten(text)}\``;
  return `${got} where only ${list(words, 'or')} can stand`;
}

/** What stands there instead, shortened. */
function gotten(text: string): string {
  const got = text.slice(text.indexOf(", got '") + 7, -1);
  return got.length > 60 ? `${got.slice(0, 59)}…` : got;
}

/** The kinds of steps so far, and those that the last one may be of, which `And` goes on with. */
interface Steps {
  readonly kinds: ReadonlySet<Kind>;
  readonly last: readonly Kind[];
}

const noSteps: Steps = { kinds: new Set(), last: [] };
const allKinds = { Given: 'given', When: 'when', Then: 'then' } as const;

/** A word that a language has for several kinds of steps counts as each of them; `*` goes on with the step before. */
function goOn(before: Steps, steps: readonly Step[], dialect: Dialect): Steps {
  const kinds = new Set(before.kinds);
  let { last } = before;
  for (const { keyword } of steps) {
    const goesOn = keyword === '* ' || dialect.and.includes(keyword) || dialect.but.includes(keyword);
    const own = (Object.keys(allKinds) as Kind[]).filter((kind) => dialect[allKinds[kind]].includes(keyword));
    if (!goesOn || last.length === 0) last = keyword === '* ' ? [] : own;
    for (const kind of last) kinds.add(kind);
  }
  return { kinds, last };
}

interface Parts {
  readonly children: readonly {
    readonly background?: Background;
    readonly scenario?: ScenarioNode;
    readonly rule?: Rule;
  }[];
}

type Located = Omit<Scenario, 'column'>;

/** The scenarios of a feature or of one of its rules; `before`: the steps that are taken before each of them. */
function scenariosOf({ children }: Parts, dialect: Dialect, before: Steps): Located[] {
  let steps = before;
  return children.flatMap(({ background, scenario, rule }): Located[] => {
    if (background) steps = goOn(steps, background.steps, dialect);
    if (scenario) return [scenarioOf(scenario, steps, dialect)];
    return rule ? scenariosOf(rule, dialect, steps) : [];
  });
}

function scenarioOf(
  { name, location, steps, examples, keyword }: ScenarioNode,
  before: Steps,
  dialect: Dialect,
): Located {
  const { kinds } = goOn(before, steps, dialect);
  const lacks = (Object.keys(allKinds) as Kind[]).filter((kind) => !kinds.has(kind));
  const isOutline = dialect.scenarioOutline.includes(keyword) && !dialect.scenario.includes(keyword);
  const found = { name, line: location.line, lacks };
  if (examples.length === 0) return isOutline ? { ...found, examples: 'none' } : found;
  return examples.some(({ tableBody }) => tableBody.length > 0) ? found : { ...found, examples: 'empty' };
}
