/** The report as tables, which Markdown and HTML both show. */
import type { Report } from './report.ts';
import type { Health, Summary } from './summary.ts';

export type Cell = string | number;

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What is said instead when there is no row. */
  readonly none: string;
}

export const sectionNames = [
  'executive-summary',
  'detailed-analysis',
  'recommendations',
  'compliance-status',
  'audit-trail',
] as const;
export type SectionName = (typeof sectionNames)[number];

export const sectionTitles: Readonly<Record<SectionName, string>> = {
  'executive-summary': 'Executive summary',
  'detailed-analysis': 'Detailed analysis',
  recommendations: 'Recommendations',
  'compliance-status': 'Compliance status',
  'audit-trail': 'Audit trail',
};

/** Throws, naming the sections there are, for one that is none. */
export function sectionsIn<Name extends string>(wanted: readonly string[], known: readonly Name[]): readonly Name[] {
  const unknown = wanted.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new Error(`there is no section \`${unknown}\`; there are ${known.join(', ')}`);
  return known.filter((name) => wanted.includes(name));
}

export const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const ms = (time: number | null): string =>
  time === null ? '–' : time < 10_000 ? `${Math.round(time)} ms` : `${(time / 1000).toFixed(1)} s`;
const score = (value: number | null): string => (value === null ? 'nothing to check' : value.toFixed(4));

export const summaryTables = (summary: Summary, health: Health): readonly Table[] => [
  {
    title: 'Figures',
    head: ['figure', 'value'],
    rows: [
      ['health', `${health.light}, ${percent(health.score)}, ${health.trend}`],
      ['conformity', `${score(summary.conformity)} (${summary.band})`],
      ['handler coverage', percent(summary.coverage)],
      ['runs', `${summary.runs}, ${summary.failed} of them failed`],
      ...Object.entries(summary.violations).map(([severity, count]): Cell[] => [`${severity} findings`, count]),
    ],
    none: '',
  },
  {
    title: 'Symphonies',
    head: ['symphony', 'runs', 'last run', 'started'],
    rows: summary.symphonies.map((one) => [one.symphony, one.runs, one.last, one.at]),
    none: 'Nothing was played yet.',
  },
];

export type AuditTrail = Pick<Report, 'values' | 'lineage' | 'changes' | 'compliance'>;

export const policyTable = ({ compliance }: Pick<Report, 'compliance'>): Table => ({
  title: 'Policies',
  head: ['policy', 'held', 'judged', 'where it did not'],
  rows: compliance.policies.map(({ policy, held, judged, broken }) => [policy, held, judged, broken.join('; ')]),
  none: 'No policy was judged in the reported runs.',
});

export const auditTables = ({ lineage, values, changes }: Omit<AuditTrail, 'compliance'>): readonly Table[] => [
  {
    title: 'Values and where they come from',
    head: ['value', 'is', 'measured', 'trail'],
    rows: values.map(({ name, value, unit, at, stale }, i) => [
      name,
      `${value}${unit === null || unit === 'bool' ? '' : ` ${unit}`}${stale ? ' (stale)' : ''}`,
      at,
      lineage.values[i]?.trail ?? 'not traced',
    ]),
    none: 'Nothing was measured yet.',
  },
  {
    title: 'Changes since the last report',
    head: ['commit', 'who', 'when', 'what'],
    rows: changes.commits.map(({ commit, author, at, subject }) => [commit.slice(0, 12), author, at, subject]),
    none: 'No commit is new.',
  },
];

/** At most five, and how many there are beyond. */
const shortList = (names: readonly string[]): string =>
  [...names.slice(0, 5), ...(names.length > 5 ? [`${names.length - 5} more`] : [])].join(', ');

export const tablesOf: Readonly<Record<SectionName, (report: Report) => readonly Table[]>> = {
  'executive-summary': ({ summary, health }) => summaryTables(summary, health),
  'detailed-analysis': ({ movements, beats, dimensions, handlers }) => [
    {
      title: 'Movements',
      head: ['movement', 'runs', 'last', 'median', 'budget', 'used'],
      rows: movements.map((one) => [
        `${one.symphony}/${one.movement}`,
        one.runs,
        ms(one.lastMs),
        ms(one.medianMs),
        ms(one.budgetMs),
        percent(one.used),
      ]),
      none: 'No movement was played yet.',
    },
    {
      title: 'Beats',
      head: ['beat', 'runs', 'last', 'median', 'share', 'stands out'],
      rows: beats.map((one) => [
        `${one.symphony}/${one.movement}/${one.step}`,
        one.runs,
        ms(one.lastMs),
        ms(one.medianMs),
        percent(one.share),
        [...one.marks, ...(one.failures > 0 ? [`${one.failures} failures`] : [])].join(', '),
      ]),
      none: 'No beat was played yet.',
    },
    {
      title: 'Conformity',
      head: ['dimension', 'score', 'band', 'before'],
      rows: dimensions.map(({ name, score: now, band, past }) => [
        name,
        score(now),
        band ?? '–',
        past.length === 0 ? '–' : score(past.at(-1)!),
      ]),
      none: '',
    },
    {
      title: 'Handlers that do not do their work',
      head: ['beat', 'handler', 'what waits for it'],
      rows: handlers.lacking.map(({ beat, handler, dependents }) => [
        beat,
        handler,
        shortList(dependents) || 'nothing',
      ]),
      none: 'Every handler that a beat names is implemented.',
    },
  ],
  recommendations: ({ recommendations }) => [
    {
      title: 'In the order of what they bring',
      head: ['what', 'how', 'impact', 'effort'],
      rows: recommendations.map(({ title, step, impact, effort }) => [title, step, percent(impact), effort]),
      none: 'There is nothing to recommend.',
    },
  ],
  'compliance-status': ({ compliance, conformity }) => [
    policyTable({ compliance }),
    {
      title: 'Findings',
      head: ['code', 'severity', 'where', 'what'],
      rows: conformity.violations.map(({ code, severity, at, message }) => [code, severity, at, message]),
      none: 'The analyzer finds nothing.',
    },
  ],
  'audit-trail': auditTables,
};
