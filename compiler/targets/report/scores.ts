/** The scores, and what each of them consists of. */
import { bands } from '../../base/bands.ts';
import { code, place, table, text } from '../../base/markdown.ts';
import { type ScoreBasis, scoreBasis } from '../../base/score-basis.ts';
import { list, plural } from '../../base/text.ts';
import type { Score, ScorePart, Verdict } from '../../model/verdict.ts';

/** Worst first. */
const bandNames = bands.map(({ name }) => name).reverse();

/** More places than this are counted, not listed; all of them stand below, with their symphony. */
const maxPlaces = 5;

export function scores(verdict: Verdict): string {
  const { overall, waived, unread, dimensions, aspects } = verdict.scores;
  const lowered = [
    ...dimensions.map((score) => explanation('dimension', score)),
    ...aspects.map((score) => explanation('aspect', score)),
  ].join('');
  const reasons = (verdict.files.incomplete ?? [])
    .slice(0, maxPlaces)
    .map(({ file, reason }) => `${code(file)} ${text(reason)}`);
  const more = (verdict.files.incomplete ?? []).length - reasons.length;
  const others = more > 0 ? [plural(more, 'more file')] : [];
  const lost = unread
    ? ` Every score is 0 because ${list([...reasons, ...others])}: what is hidden there may violate anything.`
    : '';
  return [
    '## Scores\n',
    `Overall: **${show(overall)}**${waived === overall ? '' : `, without what is waived **${show(waived)}**`}. A score is 1 − violated weight ÷ checked weight. A violation weighs 8 when its rule is critical, 4 when major, 1 when minor. What is disabled, crashed or waived counts as violated.${lost}\n`,
    table(
      ['Dimension', ...columns],
      dimensions.map((score) => row(score, scoreBasis(score, 'dimension', verdict))),
    ),
    table(
      ['Aspect', ...columns],
      aspects.map((score) => row(score, scoreBasis(score, 'aspect', verdict))),
    ),
    ...(lowered === '' ? [] : ['### What lowers the scores\n', lowered]),
  ].join('\n');
}

const columns = ['Score', 'Without what is waived', 'Band', 'Not evaluated', 'Violated ÷ checked', 'Goal'];

const show = (value: number | null): string => (value === null ? 'not checked' : value.toFixed(4));

function row(
  { name, waived, band, violatedWeight, checkedWeight, goal }: Score,
  { value, unscored, notEvaluated }: ScoreBasis,
): string[] {
  const met = value === null ? unscored : goal !== undefined && value >= goal ? 'met' : 'missed';
  return [
    text(name),
    value === null ? unscored : show(value),
    value === null ? unscored : show(waived),
    value === null ? 'none' : (band ?? 'none'),
    String(notEvaluated),
    `${violatedWeight} ÷ ${checkedWeight}`,
    goal === undefined ? 'none' : `${goal}, ${met}`,
  ];
}

function explanation(kind: string, score: Score): string {
  const { name, raw, band, parts, violatedWeight, checkedWeight, toNextBand } = score;
  if (parts.length === 0) return '';
  const head = `- The ${kind} **${text(name)}** has ${show(raw)} (${band ?? 'none'}), ${violatedWeight} of ${checkedWeight} lost:`;
  const better = band === null ? undefined : bandNames[bandNames.indexOf(band) + 1];
  const steps = (toNextBand ?? []).map(({ code: rule, gain }) => `${code(rule)} (+${gain})`);
  const next = better !== undefined && steps.length > 0 ? [`  - To reach *${better}*, repair ${list(steps)}.`] : [];
  return `${[head, ...parts.map(part), ...next].join('\n')}\n`;
}

function part({ code: rule, violations, weight, places }: ScorePart): string {
  const shown = places
    .slice(0, maxPlaces)
    .map(({ file, line, column }) => place({ file, range: { start: { line, column }, end: { line, column } } }));
  const more = places.length - shown.length;
  const where = shown.length === 0 ? '' : `: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `  - ${code(rule)} lost ${violations * weight} (${plural(violations, 'violation')} × ${weight})${where}`;
}
