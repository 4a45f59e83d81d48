/** Why a part of a condition never changes, in words. */
import { childNodes, type ExpressionNode } from '../../../runtime/core/cel.ts';
import { quoteSource } from '../expression-nodes.ts';
import { list, nearest, show } from '../text.ts';
import type { ConstantPart } from './constant-parts.ts';
import { valuesOf } from './part-values.ts';
import { onlyValue, type Values } from './values.ts';

/** With more values than this, they are not listed. */
const mostListed = 6;

/** What can be said of the values of something; undefined for nothing that helps. */
function range(values: Values): string | undefined {
  if (values.kind === 'choice') return choices(values.of);
  if (values.kind === 'text') return values.filled ? 'is never empty' : undefined;
  if (values.kind !== 'number') return undefined;
  const { low, high } = values;
  if (low === -Infinity && high === Infinity) return undefined;
  if (high === Infinity) return `is never below ${low}`;
  return low === -Infinity ? `is never above ${high}` : `runs from ${low} to ${high}`;
}

function choices(options: readonly unknown[]): string | undefined {
  if (options.length < 3) return undefined;
  if (options.length > mostListed) return 'never has that value';
  return `is one of ${list(
    options.map((option) => `\`${show(option)}\``),
    'or',
  )}`;
}

interface Explanation {
  readonly problem: string;
  readonly help?: string;
}

/** What is wrong with `part` of the condition `text`. */
export function explainConstant(text: string, { node, value, against, setting, fixed }: ConstantPart): Explanation {
  const quoted = quoteSource(text, node);
  if (against) {
    const other = quoteSource(text, against);
    const both = value ? `one of ${other} and ${quoted} is always true` : `${quoted} contradicts ${other}`;
    return { problem: both };
  }
  const always = `${quoted} is ${value ? 'always' : 'never'} true`;
  if (fixed) return { problem: `${always}: nothing in it ever changes` };
  const [left, right] = childNodes(node) as [ExpressionNode?, ExpressionNode?];
  if (!left || !right) return { problem: always };
  if (quoteSource(text, left) === quoteSource(text, right)) return { problem: `${always}: both sides are the same` };
  const sides = [left, right].map((side) => ({ side, values: valuesOf(side, setting) }));
  const said = sides.flatMap(({ side, values }) => {
    const words = onlyValue(values) === undefined ? range(values) : undefined;
    return words === undefined ? [] : [`${quoteSource(text, side)} ${words}`];
  });
  return {
    problem: said.length > 0 ? `${always}: ${list(said)}` : always,
    help: meant(sides.map((one) => one.values)),
  };
}

/** The value that is near the one that cannot be. */
function meant(sides: readonly Values[]): string | undefined {
  const written = sides.map(onlyValue).find((one) => typeof one === 'string');
  const options = sides.find((values) => values.kind === 'choice' && values.of.length > 1);
  if (written === undefined || options?.kind !== 'choice') return undefined;
  const words = options.of.filter((option) => typeof option === 'string');
  const near = nearest(
    String(written),
    words.filter((word) => word !== ''),
  );
  return near === undefined ? undefined : `did you mean \`${show(near)}\`?`;
}
