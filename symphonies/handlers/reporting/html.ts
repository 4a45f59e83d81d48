/**
 * The report to be explored: one HTML file without requests, in which every text is escaped and no script runs but the one
 * whose digest its policy names.
 */
import { createHash } from 'node:crypto';
import { filterScript, styles } from './page-parts.ts';
import type { Report } from './report.ts';
import {
  percent,
  type SectionName,
  sectionNames,
  sectionTitles,
  summaryTables,
  type Table,
  tablesOf,
} from './sections.ts';
import type { Health, Summary } from './summary.ts';

export const featureNames = ['interactive-visualizations', 'real-time-metrics', 'trends', 'drill-down'] as const;
export type Feature = (typeof featureNames)[number];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string | number): string => String(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function page(title: string, body: string): string {
  const policy = `default-src 'none'; style-src ${digest(styles)}; script-src ${digest(filterScript)}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${styles}</style>`,
    '</head>',
    '<body>',
    `<main>\n${body}\n</main>`,
    `<script>${filterScript}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const light = ({ light: color, score, trend: direction }: Health, { conformity, band }: Summary): string =>
  `<p class="light ${color}">${color}: health ${percent(score)} (${direction}), conformity ${percent(conformity)} (${escaped(band)})</p>`;

/** The status at a glance. */
export const statusPage = (summary: Summary, health: Health, at: string): string =>
  page(
    `Status of ${at}`,
    [
      `<h1>Status of <time datetime="${escaped(at)}">${escaped(at)}</time></h1>`,
      light(health, summary),
      `<h2>${sectionTitles['executive-summary']}</h2>`,
      ...summaryTables(summary, health).map(tableInHtml),
    ].join('\n'),
  );

export function dashboard(report: Report, features: readonly Feature[]): string {
  const has = (feature: Feature): boolean => features.includes(feature);
  const { health, summary, at, run } = report;
  return page(
    `Report of ${at}`,
    [
      `<h1>Report of <time datetime="${escaped(at)}">${escaped(at)}</time></h1>`,
      light(health, summary),
      `<p>Run ${escaped(run)}</p>`,
      ...(has('interactive-visualizations') ? [bars(report)] : []),
      ...(has('trends') ? [trend(report)] : []),
      ...(has('real-time-metrics') ? [latest(report)] : []),
      ...(has('drill-down') ? [search, ...sectionNames.map((name) => section(report, name))] : []),
    ].join('\n'),
  );
}

const search =
  '<p><label>Show only rows with <input type="search" id="filter" autocomplete="off"></label> <output id="count"></output></p>';

const section = (report: Report, name: SectionName): string =>
  [
    `<details${name === 'executive-summary' ? ' open' : ''}><summary><h2>${sectionTitles[name]}</h2></summary>`,
    ...tablesOf[name](report).map(tableInHtml),
    '</details>',
  ].join('\n');

function tableInHtml({ title, head, rows, none }: Table): string {
  if (rows.length === 0) return `<h3>${escaped(title)}</h3>\n<p>${escaped(none)}</p>`;
  const cells = (row: readonly (string | number)[]): string => row.map((cell) => `<td>${escaped(cell)}</td>`).join('');
  return [
    `<h3>${escaped(title)}</h3>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(title)}"><table>`,
    `<thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead>`,
    `<tbody>\n${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}\n</tbody>`,
    '</table></div>',
  ].join('\n');
}

/** A bar for each dimension of conformity. */
function bars({ dimensions }: Report): string {
  const known = dimensions.flatMap(({ name, score }) => (score === null ? [] : [{ name, score }]));
  const bar = ({ name, score }: { name: string; score: number }, i: number): string =>
    `<text x="0" y="${i * 24 + 16}">${escaped(name)}</text><rect x="140" y="${i * 24 + 4}" width="${(score * 300).toFixed(1)}" height="14"><title>${escaped(name)}: ${percent(score)}</title></rect><text x="450" y="${i * 24 + 16}">${percent(score)}</text>`;
  return figure('Conformity by dimension', 520, known.length * 24 + 4, known.map(bar).join(''));
}

/** Health over the reports, this one last. */
function trend({ trends }: Report): string {
  const shown = trends.slice(-30);
  const x = (i: number): string => (10 + (i * 500) / Math.max(1, shown.length - 1)).toFixed(1);
  const y = (value: number): string => (105 - value * 100).toFixed(1);
  const points = shown.map(({ health }, i) => `${x(i)},${y(health)}`).join(' ');
  const dots = shown.map(
    ({ at, health }, i) =>
      `<circle cx="${x(i)}" cy="${y(health)}" r="4"><title>${escaped(at)}: ${percent(health)}</title></circle>`,
  );
  return figure(`Health over ${shown.length} reports`, 520, 110, `<polyline points="${points}"/>${dots.join('')}`);
}

const figure = (title: string, width: number, height: number, drawing: string): string =>
  `<figure><figcaption>${escaped(title)}</figcaption><svg role="img" aria-label="${escaped(title)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${drawing}</svg></figure>`;

/** The newest values with their age at the time of the report. */
function latest({ values, at }: Report): string {
  const rows = values.slice(0, 40).map(({ name, value, unit, at: measured }) => {
    const minutes = Math.max(0, Math.round((Date.parse(at) - Date.parse(measured)) / 60_000));
    return [name, `${value}${unit === null ? '' : ` ${unit}`}`, `${minutes} min`];
  });
  return `<h2>Now</h2>\n${tableInHtml({ title: 'Latest values', head: ['value', 'is', 'age'], rows, none: 'Nothing was measured yet.' })}`;
}
