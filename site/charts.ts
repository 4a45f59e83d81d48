/** Draws tables as charts. The numbers are those of the table; without JavaScript the table alone shows them. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Filler,
  Legend,
  LinearScale,
  LineElement,
  PointElement,
  RadarController,
  RadialLinearScale,
  Tooltip,
} from 'chart.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineElement,
  PointElement,
  RadarController,
  RadialLinearScale,
  Tooltip,
);

interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
}

const text = (node: Element | null | undefined): string => node?.textContent?.trim() ?? '';

function readTable(table: Element): TableData {
  return {
    columns: [...table.querySelectorAll('thead th')].slice(1).map(text),
    rows: [...table.querySelectorAll('tbody tr')].map((row) => ({
      label: text(row.querySelector('th')),
      values: [...row.querySelectorAll<HTMLElement>('td')].map((cell) =>
        cell.dataset.value === undefined ? null : Number(cell.dataset.value),
      ),
    })),
  };
}

/** A colour of the style sheet, as it is in the present scheme. */
const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** An axis for each score; what was not checked has none. Fewer than three of them make no area. */
function radar({ rows }: TableData): ChartConfiguration<'radar', (number | null)[]> | undefined {
  const known = rows.flatMap(({ label, values }) =>
    typeof values[0] === 'number' ? [{ label, score: values[0] }] : [],
  );
  if (known.length < 3) return undefined;
  const least = Math.min(...known.map(({ score }) => score)) >= 0.6 ? 0.5 : 0;
  return {
    type: 'radar',
    data: {
      labels: known.map(({ label }) => capital(label)),
      datasets: [
        {
          data: known.map(({ score }) => score),
          borderColor: colour('accent'),
          backgroundColor: `${colour('accent')}2b`,
          borderWidth: 2,
          pointRadius: 4,
          pointHoverRadius: 6,
          pointBackgroundColor: colour('accent'),
        },
      ],
    },
    options: {
      maintainAspectRatio: false,
      plugins: {
        legend: { display: false },
        tooltip: { displayColors: false, callbacks: { label: (item) => percent(item.raw as number) } },
      },
      scales: {
        r: {
          min: least,
          max: 1,
          ticks: {
            stepSize: least === 0 ? 0.25 : 0.1,
            color: colour('ink-quiet'),
            font: { size: 11 },
            backdropColor: 'transparent',
            callback: (value) => (Number(value) === 1 || Number(value) === least ? '' : percent(Number(value))),
          },
          grid: { color: colour('line-strong') },
          angleLines: { color: colour('line-strong') },
          pointLabels: { color: colour('ink'), font: { size: 13, weight: 'bold' } },
        },
      },
    },
  };
}

const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-6) / 10}%`;

const severityColours = ['fill-critical', 'fill-attention', 'fill-acceptable', 'info'];

/** A bar a row, in the parts of its columns but the last, which is their sum. */
function stacked({ columns, rows }: TableData): ChartConfiguration<'bar', (number | null)[]> {
  const grid = { color: colour('line'), drawTicks: false };
  return {
    type: 'bar',
    data: {
      labels: rows.map((row) => capital(row.label)),
      datasets: columns.slice(0, -1).map((label, i) => ({
        label,
        data: rows.map((row) => row.values[i] ?? 0),
        backgroundColor: colour(severityColours[i] ?? 'accent'),
        maxBarThickness: 22,
      })),
    },
    options: {
      indexAxis: 'y',
      maintainAspectRatio: false,
      plugins: { legend: { position: 'bottom', labels: { color: colour('ink'), boxWidth: 12, boxHeight: 12 } } },
      scales: {
        x: { stacked: true, grid, border: { display: false }, ticks: { precision: 0, color: colour('ink-quiet') } },
        y: { stacked: true, grid: { display: false }, ticks: { color: colour('ink') } },
      },
    },
  };
}

const kinds: Readonly<
  Record<string, (data: TableData) => ChartConfiguration<'radar' | 'bar', (number | null)[]> | undefined>
> = {
  radar: (data) => radar(data) as ReturnType<(typeof kinds)[string]>,
  stacked: (data) => stacked(data) as ReturnType<(typeof kinds)[string]>,
};

/** Draws every chart of the page, and again when the colour scheme changes. */
export function drawCharts(): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  Chart.defaults.animation = calm ? false : { duration: 400 };
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const drawn: Chart[] = [];
  const draw = (): void => {
    for (const chart of drawn.splice(0)) chart.destroy();
    for (const figure of document.querySelectorAll<HTMLElement>('[data-chart]')) {
      const table = document.getElementById(figure.dataset.source ?? '') as HTMLTableElement | null;
      const canvas = figure.querySelector('canvas');
      const configuration = table && kinds[figure.dataset.chart ?? '']?.(readTable(table));
      if (!configuration || !canvas) continue;
      figure.hidden = false;
      if (figure.dataset.chart === 'stacked') figure.style.height = `${table.rows.length * 34 + 60}px`;
      drawn.push(new Chart(canvas, configuration));
    }
  };
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}
