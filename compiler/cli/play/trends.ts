/** What the runs of a workspace add to its report: how they went over time. The build knows nothing of them. */
import type { Performance, Trend } from '../../../runtime/index.ts';
import { durationText } from '../../../runtime/view/durations.ts';
import { code, table, text } from '../../base/markdown.ts';
import { dateText } from './columns.ts';

/** A trend, and how the last run of it that is done compares with those before. */
export interface TrendReport extends Trend {
  readonly performance?: Performance;
}

/** Of all symphonies, or of one. */
export async function trendReports(root: string, symphony?: string): Promise<TrendReport[]> {
  const { performanceOfRun, runSummaries, trendsOf } = await import('../../../runtime/index.ts');
  const trends = trendsOf(runSummaries(root).filter((run) => symphony === undefined || run.symphony === symphony));
  return trends.map((trend) => ({
    ...trend,
    performance: trend.lastDone === undefined ? undefined : performanceOfRun(root, trend.lastDone),
  }));
}

const heads = ['Symphony', 'Played', 'Runs', 'Done', 'Failed', 'Success', 'Median', 'Durations', 'Pace', 'Last run'];

/** As Markdown, below a heading of the given level; empty when nothing was played. */
export function trendSection(trends: readonly TrendReport[], level: 2 | 3): string {
  if (trends.length === 0) return '';
  const slower = trends.flatMap(slowerLines);
  return [
    `${'#'.repeat(level)} Runs\n`,
    'Runs of whole symphonies, as their journals tell. Durations are those of the last ten that are done, oldest first; the',
    'pace is that of the last of them, held against the median of those before it.\n',
    table(heads, trends.map(rowOf)),
    ...(slower.length === 0 ? [] : [`${slower.join('\n')}\n`]),
  ].join('\n');
}

function rowOf(trend: TrendReport): string[] {
  const { symphony, dynamics, environment, runs, done, failed, successRate, medianMs, durationsMs, performance, last } =
    trend;
  const failedAt = last.failedAt === undefined ? '' : ` at ${code(last.failedAt)}`;
  return [
    code(symphony),
    text(environment === null ? dynamics : `${dynamics} in ${environment}`),
    String(runs),
    String(done),
    String(failed),
    successRate === undefined ? '–' : `${Math.round(100 * successRate)} %`,
    medianMs === undefined ? '–' : durationText(medianMs),
    barsOf(durationsMs),
    performance ? (performance.whole ?? 'not told') : 'too few runs',
    `${code(last.run)}, ${dateText(text(last.startedAt))}: ${last.status}${failedAt}`,
  ];
}

const bars = [...'▁▂▃▄▅▆▇█'];

/** One bar a run, from none to the longest. */
function barsOf(durations: readonly number[]): string {
  const longest = Math.max(...durations, 1);
  return durations.map((one) => bars[Math.min(bars.length - 1, Math.floor((one / longest) * bars.length))]).join('');
}

function slowerLines({ symphony, dynamics, lastDone = '', performance }: TrendReport): string[] {
  const slower = performance?.unusual.filter(({ pace }) => pace === 'slower') ?? [];
  if (slower.length === 0) return [];
  const parts = slower.map(({ path, durationMs, medianMs }) => {
    const what = path === '' ? 'the whole' : code(path);
    return `  - ${what}: ${durationText(durationMs)}, usually ${durationText(medianMs)}`;
  });
  return [`- ${code(symphony)}, played ${text(dynamics)}, was slower than usual in run ${code(lastDone)}:`, ...parts];
}
