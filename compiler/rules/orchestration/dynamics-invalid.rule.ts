import { type Dynamics, dynamicsLevels, isDynamics } from '../../base/music.ts';
import { replacement } from '../../base/rule-suggest.ts';
import { list } from '../../base/text.ts';
import { documentRule, type ReportAt } from '../../diagnostics/define.ts';
import type { BeatNode, BoundDocument, SymphonyNode } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

type Params = { level: string; silent: boolean; where: string };
type Report = (found: ReportAt<Params>) => void;

const levels = list(
  dynamicsLevels.map((level) => `\`${level}\``),
  'or',
);

/** What musicians write for nearly the same. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['ppp', 'p'],
  ['pp', 'p'],
  ['piano', 'p'],
  ['forte', 'f'],
  ['fff', 'ff'],
]);

function meant(text: string): string | undefined {
  const folded = text.trim().toLowerCase();
  return isDynamics(folded) ? folded : otherNames.get(folded);
}

/** A place where a level is written. */
interface Site {
  readonly level: string;
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** Names that are written beside it and cannot be taken again. */
  readonly taken?: readonly string[];
}

function sitesOf({ value, beats }: SymphonyNode): Site[] {
  const sites: Site[] = [];
  const add = (level: string | undefined, path: Path): void => {
    if (level !== undefined) sites.push({ level, path, part: 'value' });
  };
  add(value.dynamics, ['dynamics']);
  const described = Object.keys(value.levels ?? {});
  for (const level of described) sites.push({ level, path: ['levels', level], part: 'key', taken: described });
  for (const [name, script] of Object.entries(value.scripts ?? {})) add(script.dynamics, ['scripts', name, 'dynamics']);
  for (const node of beats) add(node.value.from, [...node.path, 'from']);
  return sites;
}

function checkSite({ level, path, part, taken }: Site, bound: BoundDocument, report: Report): void {
  if (isDynamics(level)) return;
  const near = meant(level);
  const usable = near !== undefined && !taken?.includes(near);
  report({
    params: { level, silent: false, where: '' },
    at: path,
    part,
    help: near === undefined ? undefined : `did you mean \`${near}\`?`,
    fix: usable ? replacement(bound, path, near, part) : undefined,
  });
}

/** A beat from a level that does not exist may play: that level is reported, and not its silence as well. */
const plays = ({ value: { from = 'p' } }: BeatNode, level: Dynamics): boolean =>
  !isDynamics(from) || dynamicsLevels.indexOf(from) <= dynamicsLevels.indexOf(level);

/** A level that is asked for, and the beats that it is asked of. */
interface Demand {
  readonly level: string;
  /** Undefined when the movement that they should be of does not exist. */
  readonly beats?: readonly BeatNode[];
  readonly at: Path;
  readonly where: string;
}

function demandsOf({ value, beats, movements: all }: SymphonyNode): Demand[] {
  const where = 'this symphony';
  const at = value.dynamics === undefined ? ['id'] : ['dynamics'];
  const demands: Demand[] = [{ level: value.dynamics ?? 'mf', beats, at, where }];
  for (const [name, { dynamics: level, movement: id }] of Object.entries(value.scripts ?? {})) {
    if (level === undefined) continue;
    const own = all.find((item) => item.value.id === id);
    const path = ['scripts', name, 'dynamics'];
    if (id === undefined) demands.push({ level, beats, at: path, where });
    else demands.push({ level, beats: own?.beats, at: path, where: `\`${id}\`` });
  }
  return demands;
}

/** Where there is no beat at all, MOVEMENT_EMPTY says so. */
function checkSilence({ level, beats, at, where }: Demand, report: Report): void {
  if (!isDynamics(level) || !beats || beats.length === 0 || beats.some((item) => plays(item, level))) return;
  const softest = dynamicsLevels.find((other) => beats.some((item) => plays(item, other)));
  const help = `the softest level at which something plays is \`${softest}\``;
  report({ params: { level, silent: true, where }, at, help });
}

export default documentRule<Params>()({
  code: 'DYNAMICS_INVALID',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  fixable: 'safe',
  over: 'symphony',
  doc: `A level of dynamics is not ${levels}, or it is one at which nothing plays.

The levels are \`p\` (piano, the quick one), \`mf\` (mezzo-forte, the standard and the default), \`f\` (forte, the strict one) and
\`ff\` (fortissimo, the full one); each plays everything of the softer ones. For a level written in another way (\`FF\`,
\`piano\`) an edit is suggested. Where nothing plays, choose a louder level or let beats play from a softer one.`,
  message: ({ level, silent, where }) =>
    silent ? `nothing of ${where} plays at the level \`${level}\`` : `\`${level}\` is not a level of dynamics`,
  help: `the levels are ${levels}`,
  check: ({ node, bound, report, unknown }) => {
    for (const site of sitesOf(node)) checkSite(site, bound, report);
    const demands = demandsOf(node);
    for (const demand of demands) checkSilence(demand, report);
    if (demands.some(({ beats }) => !beats)) unknown('reported');
  },
  examples: [
    {
      title: 'levels that do not exist, in each place where one can be written',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'dynamics: mp\nlevels: { p: quick, FF: all }\nscripts:\n  play: { dynamics: forte }',
          movements: movements(movement('one', beat('a', 'run: [node]', 'from: loud'))),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 7, column: 11 },
        { file: 'play.yaml', line: 8, column: 21 },
        { file: 'play.yaml', line: 10, column: 21 },
        { file: 'play.yaml', line: 17, column: 15 },
      ],
    },
    {
      title: 'nothing plays by default, nor by the script for a movement',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a', 'run: [node]', 'from: f'))),
        }),
        'tour.yaml': symphony({
          id: 'tour',
          extra: 'dynamics: f\nscripts:\n  tour: { movement: two, dynamics: p }',
          movements: movements(movement('one', beat('a')), movement('two', beat('b', 'run: [node]', 'from: mf'))),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 3, column: 5 },
        { file: 'tour.yaml', line: 9, column: 36 },
      ],
    },
    {
      title: 'levels at which something plays',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'dynamics: f\nlevels: { mf: usual, f: strict }\nscripts:\n  play: { dynamics: ff }',
          movements: movements(movement('one', beat('a', 'run: [node]', 'from: f'))),
        }),
      },
      expect: [],
    },
  ],
});
