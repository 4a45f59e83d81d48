/**
 * The measures of a movement. Each wave is one measure with its own small drawing, so that a movement breaks into as
 * many systems as the page is wide, like printed music. What connects measures is cut at the bar lines and meets there
 * again: every line leaves a measure at the height at which it enters the next.
 */
import { greatest, least } from '../../../../runtime/core/lists.ts';
import type { PlanMovement, PlanStep } from '../../../generated/types/plan.ts';
import { type Html, html } from '../html.ts';
import { drawNote, type NoteStyle } from './note.ts';
import { type Voice, voicesOf } from './voices.ts';

/** The distance of two staff lines, in pixels. */
const space = 17;

interface Measure {
  readonly drawing: Html;
  readonly steps: readonly PlanStep[];
}

interface StaffOptions {
  /** The number of a step in the symphony, from 1. */
  readonly number: (step: PlanStep) => number;
  readonly style: (step: PlanStep) => NoteStyle;
}

interface Frame {
  readonly height: number;
  readonly y: (voice: { readonly height: number }) => number;
  readonly top: number;
  readonly bottom: number;
}

export function drawMeasures(movement: PlanMovement, options: StaffOptions): Measure[] {
  const steps = new Map(movement.steps.map((step) => [step.id, step]));
  const voices = voicesOf(movement);
  const frame = frameOf(voices.flat());
  const links = linksOf(movement, voices);
  let level = '';
  return voices.map((wave, i) => {
    const notes = wave.filter((voice) => voice.note);
    const played = notes.map((voice) => steps.get(voice.source)!);
    const levels = [...new Set(played.map((step) => step.from))].join(' ');
    const mark = levels === level ? '' : levels;
    level = levels;
    const last = i === voices.length - 1;
    return {
      drawing: html`<svg class="measure" height="${frame.height}" aria-hidden="true" focusable="false">${lines(frame, links[i]!, i === 0)}<svg x="50%" overflow="visible">${stem(
        notes,
        frame,
        played.every((step) => options.style(step).critical),
      )}${notes.map((voice) => noteAt(voice, steps, frame, options))}${mark !== '' && html`<text class="dynamics" y="${frame.height - 5}">${mark}</text>`}</svg>${last && finalBar(frame)}</svg>`,
      steps: played.reverse(),
    };
  });
}

function frameOf(voices: readonly Voice[]): Frame {
  const heights = voices.map((voice) => voice.height);
  const highest = greatest(heights, 3.5) + 0.5;
  const lowest = least(heights, 0.5) - 0.5;
  const above = 22;
  const y = ({ height }: { height: number }): number => above + (highest - height) * space;
  return { y, top: y({ height: 4 }), bottom: y({ height: 0 }), height: above + (highest - lowest) * space + 30 };
}

/** Lines of one measure, from left (0) through the notes (50) to the right (100). */
interface Links {
  /** From the height at which the line enters to that of the voice it reaches. */
  readonly entering: readonly { readonly from: number; readonly to: number; readonly critical: boolean }[];
  /** The heights of the voices that lead on. */
  readonly leaving: ReadonlyMap<number, boolean>;
}

function linksOf(movement: PlanMovement, voices: readonly (readonly Voice[])[]): Links[] {
  const critical = new Set(movement.criticalPath.slice(1).map((id, i) => `${movement.criticalPath[i]} ${id}`));
  const waveOf = new Map(movement.waves.flatMap((wave, i) => wave.map((id) => [id, i] as const)));
  const heightIn = voices.map((wave) => new Map(wave.map((voice) => [voice.source, voice.height])));
  const links = voices.map(() => ({ entering: new Map<string, Links['entering'][number]>(), leaving: new Map() }));
  for (const step of movement.steps) {
    const end = waveOf.get(step.id);
    for (const need of step.needs) {
      const start = waveOf.get(need);
      if (start === undefined || end === undefined) continue;
      const isCritical = critical.has(`${need} ${step.id}`);
      for (let wave = start; wave < end; wave++) {
        const from = heightIn[wave]!.get(need)!;
        const to = heightIn[wave + 1]!.get(wave + 1 === end ? step.id : need)!;
        const { leaving } = links[wave]!;
        leaving.set(from, isCritical || leaving.get(from) === true);
        const { entering } = links[wave + 1]!;
        const key = `${from} ${to}`;
        entering.set(key, { from, to, critical: isCritical || entering.get(key)?.critical === true });
        if (wave + 1 < end) links[wave + 1]!.leaving.set(to, isCritical || links[wave + 1]!.leaving.get(to) === true);
      }
    }
  }
  return links.map(({ entering, leaving }) => ({ entering: [...entering.values()], leaving }));
}

/** What stretches with the measure. The strokes themselves do not: see `vector-effect` in the style sheet. */
function lines(frame: Frame, { entering, leaving }: Links, first: boolean): Html {
  const staff = [0, 1, 2, 3, 4].map((height) => `M0 ${frame.y({ height })}H100`).join('');
  const bars = `M100 ${frame.top}V${frame.bottom}${first ? `M0 ${frame.top}V${frame.bottom}` : ''}`;
  const paths = { plain: '', critical: '' };
  for (const { from, to, critical } of entering) {
    const [start, end] = [frame.y({ height: from }), frame.y({ height: to })];
    paths[critical ? 'critical' : 'plain'] += `M0 ${start}C22 ${start} 18 ${end} 38 ${end}H50`;
  }
  for (const [height, critical] of leaving) paths[critical ? 'critical' : 'plain'] += `M50 ${frame.y({ height })}H100`;
  return html`<svg viewBox="0 0 100 ${frame.height}" width="100%" height="${frame.height}" preserveAspectRatio="none" overflow="visible"><path class="lines" d="${staff}"/><path class="bars" d="${bars}"/>${paths.plain !== '' && html`<path class="link" d="${paths.plain}"/>`}${paths.critical !== '' && html`<path class="link critical" d="${paths.critical}"/>`}</svg>`;
}

/** One stem for all notes of a chord. */
function stem(notes: readonly Voice[], frame: Frame, critical: boolean): Html | undefined {
  const [lowest, highest] = [notes[0], notes.at(-1)];
  if (!lowest || !highest) return undefined;
  const ledgers = notes
    .flatMap(({ height }) => ledgerLines(height))
    .map((height) => `M-19 ${frame.y({ height })}h38`)
    .join('');
  const top = Math.max(2, frame.y(highest) - 34);
  return html`${ledgers !== '' && html`<path class="lines" d="${ledgers}"/>`}<path class="${critical ? 'stem critical' : 'stem'}" d="M12 ${frame.y(lowest) - 3}V${top}"/>`;
}

/** The short lines that carry notes above and below the staff. */
function ledgerLines(height: number): number[] {
  const found: number[] = [];
  for (let line = 5; line <= height; line++) found.push(line);
  for (let line = -1; line >= height; line--) found.push(line);
  return found;
}

function noteAt(voice: Voice, steps: ReadonlyMap<string, PlanStep>, frame: Frame, options: StaffOptions): Html {
  const step = steps.get(voice.source)!;
  return drawNote({ y: frame.y(voice), number: options.number(step), does: step.does.type, ...options.style(step) });
}

const finalBar = ({ top, bottom }: Frame): Html =>
  html`<svg x="100%" overflow="visible"><rect class="final" x="-4" y="${top}" width="4" height="${bottom - top}"/><path class="bars" d="M-8 ${top}V${bottom}"/></svg>`;
