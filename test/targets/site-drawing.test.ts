/** What the dashboard's drawings and texts are made of, without a page around them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showDuration } from '../../compiler/base/duration.ts';
import type { Plan, PlanMovement, PlanStep } from '../../compiler/generated/types/plan.ts';
import { layer } from '../../compiler/targets/site/drawing/layers.ts';
import { percent } from '../../compiler/targets/site/drawing/meter.ts';
import { roman } from '../../compiler/targets/site/drawing/roman.ts';
import { drawSystem } from '../../compiler/targets/site/drawing/system.ts';
import { voicesOf } from '../../compiler/targets/site/drawing/voices.ts';
import { html } from '../../compiler/targets/site/html.ts';
import { codeFrame } from '../../compiler/targets/site/parts/code-frame.ts';
import { breakable, inlineCode, markdown } from '../../compiler/targets/site/parts/text.ts';
import { codePage, symphonyPage } from '../../compiler/targets/site/paths.ts';

const source = { file: 'a.yaml', line: 1, column: 1 };

const step = (id: string, needs: readonly string[], activity?: string): PlanStep => ({
  id,
  beat: id,
  title: id,
  activity,
  does: { type: 'handler', module: 'm', export: 'e' },
  needs: [...needs],
  from: 'p',
  idempotent: false,
  effects: 'none',
  emits: [],
  awaits: [],
  measures: [],
  evidence: [],
  source,
});

function movement(waves: readonly (readonly PlanStep[])[]): PlanMovement {
  return {
    id: 'first',
    title: 'First',
    policies: [],
    outputs: [],
    completion: [],
    steps: waves.flat(),
    waves: waves.map((wave) => wave.map(({ id }) => id)),
    criticalPath: [],
    criticalMs: 0,
    source,
  };
}

const activities = ['planning', 'build', 'test', 'reporting', undefined] as const;

/** Waves in which each step needs some of the steps before it, the wave right before among them. */
const movements = fc
  .array(
    fc.array(fc.record({ activity: fc.constantFrom(...activities), picks: fc.array(fc.nat(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((shape) => {
    const waves: PlanStep[][] = [];
    shape.forEach((wave, w) => {
      const earlier = waves.flat().map(({ id }) => id);
      const previous = waves[w - 1]?.[0]?.id;
      waves.push(
        wave.map(({ activity, picks }, i) => {
          const picked = earlier.length === 0 ? [] : picks.map((pick) => earlier[pick % earlier.length]!);
          const needs = new Set(previous === undefined ? [] : [previous, ...picked]);
          return step(`s${w}-${i}`, [...needs], activity);
        }),
      );
    });
    return movement(waves);
  });

describe('the voices of a movement', () => {
  it('never lie on one another, and hold every step of the wave', () => {
    fc.assert(
      fc.property(movements, (drawn) => {
        voicesOf(drawn).forEach((voices, i) => {
          voices.slice(1).forEach((voice, j) => {
            expect(voice.height - voices[j]!.height).toBeGreaterThanOrEqual(1);
          });
          const notes = voices.filter((voice) => voice.note).map((voice) => voice.source);
          expect(notes.sort()).toEqual([...drawn.waves[i]!].sort());
        });
      }),
    );
  });
  it('carry a need past the waves between', () => {
    const drawn = movement([[step('a', [])], [step('b', ['a'])], [step('c', ['a', 'b'])]]);
    expect(
      voicesOf(drawn)[1]!
        .filter((voice) => !voice.note)
        .map((voice) => voice.source),
    ).toEqual(['a']);
  });
});

describe('a drawn movement', () => {
  const plan = { dynamics: 'mf' } as Plan;

  it('enters each measure at the heights at which it left the one before', () => {
    fc.assert(
      fc.property(movements, (drawn) => {
        const links = String(drawSystem(plan, drawn, 1))
          .split('<svg class="measure"')
          .slice(1)
          .map((measure) =>
            [...measure.matchAll(/class="link(?: critical)?" d="([^"]*)"/g)].map(([, d]) => d).join(''),
          );
        const left = links.map((d) => new Set([...d.matchAll(/M50 ([-\d.]+)H100/g)].map(([, y]) => y)));
        const entered = links.map((d) => new Set([...d.matchAll(/M0 ([-\d.]+)C/g)].map(([, y]) => y)));
        expect(entered[0]!.size).toBe(0);
        expect(entered.slice(1)).toEqual(left.slice(0, -1));
        expect(left.at(-1)!.size).toBe(0);
      }),
    );
  });
  it('names every step once', () => {
    const text = String(drawSystem(plan, movement([[step('a', []), step('b', [])], [step('c', ['a'])]]), 7));
    expect([...text.matchAll(/href="#beat-(\d+)"/g)].map(([, number]) => number)).toEqual(['7', '8', '9']);
  });
});

describe('a graph in layers', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const edges = fc.array(fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids) }), { maxLength: 12 });

  it('has every node once, and leads each edge through one slot a layer', () => {
    fc.assert(
      fc.property(edges, (drawn) => {
        const { layers, routes } = layer(ids, drawn);
        const depth = new Map(layers.flatMap((slots, i) => slots.map((slot) => [slot.id, i] as const)));
        expect(
          layers
            .flat()
            .filter((slot) => !slot.bend)
            .map((slot) => slot.id)
            .sort(),
        ).toEqual(ids);
        for (const { slots } of routes)
          slots.slice(1).forEach((slot, i) => {
            expect(depth.get(slot)).toBe(depth.get(slots[i]!)! + 1);
          });
      }),
    );
  });
});

describe('texts', () => {
  it('are escaped by `html`, and fragments are not escaped again', () => {
    expect(String(html`<b title="${'"><x'}">${html`<i>${'&'}</i>`}</b>`)).toBe(
      '<b title="&quot;&gt;&lt;x"><i>&amp;</i></b>',
    );
  });
  it('turn what stands between backticks into code, and leave a lone one', () => {
    expect(String(inlineCode('a `<b>` c `d'))).toBe('a <code>&lt;b&gt;</code> c `d');
  });
  it('break names after separators and before capitals, and lose nothing', () => {
    expect(String(breakable('build#validateThings'))).toBe('build#<wbr>validate<wbr>Things');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(String(breakable(text)).replaceAll('<wbr>', '')).toBe(String(html`${text}`));
      }),
    );
  });
  it('know the Markdown of rules, and links to the web only', () => {
    expect(String(markdown('One `a`.\n\n- x\n- y\n\n[ok](https://example.org/) [no](javascript:x)'))).toBe(
      '<p>One <code>a</code>.</p><ul><li>x</li><li>y</li></ul>' +
        '<p><a href="https://example.org/" rel="noreferrer">ok</a> [no](javascript:x)</p>',
    );
  });
  it('never round up to complete', () => {
    expect([percent(0.99999), percent(1), percent(0.0512)]).toEqual(['99.9%', '100%', '5.1%']);
  });
  it('write durations and numerals', () => {
    expect([0, 500, 1500, 119_000, 2_185_800_000].map(showDuration)).toEqual([
      '0ms',
      '500ms',
      '1.5s',
      '1m 59s',
      '25d 7h 10m',
    ]);
    expect([1, 4, 9, 48].map(roman)).toEqual(['I', 'IV', 'IX', 'XLVIII']);
  });
});

describe('a code frame', () => {
  const range = (line: number, from: number, to: number) => ({
    start: { line, column: from },
    end: { line, column: to },
  });

  it('marks the place in its line, with the lines around it', () => {
    const frame = String(codeFrame(['a', 'b: <c>', 'd'], range(2, 4, 7)));
    expect(frame).toContain('data-line="2">b: <mark>&lt;c&gt;</mark>\n');
    expect([...frame.matchAll(/data-line="(\d)"/g)].map(([, line]) => line)).toEqual(['1', '2', '3']);
  });
  it('shows the part of a long line that holds the place', () => {
    const frame = String(codeFrame([`${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`], range(1, 5001, 5005)));
    expect(frame).toContain('<mark>HERE</mark>');
    expect(frame.length).toBeLessThan(500);
  });
  it('is left out where the file has no such line', () => {
    expect(codeFrame(['a'], range(9, 1, 1))).toBeUndefined();
  });
});

describe('paths', () => {
  it('refuse what could lead elsewhere', () => {
    for (const id of ['../x', 'a/b', 'A', '', 'a.b', 'a--b']) expect(() => symphonyPage(id)).toThrow('file name');
    expect(() => codePage('../X')).toThrow('file name');
  });
});
