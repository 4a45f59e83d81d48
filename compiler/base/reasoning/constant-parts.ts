/** The parts of a condition that are the same whatever is measured or defined, each where the reason lies. */
import { childNodes, type ExpressionNode } from '../../../runtime/core/cel.ts';
import { bindingOf } from '../expression-nodes.ts';
import { decide, partsOf, type Setting } from './decide.ts';
import { elementsOf, namesAnything, valuesOf, withName } from './part-values.ts';

export interface ConstantPart {
  readonly node: ExpressionNode;
  readonly value: boolean;
  /** The part of the same condition that rules it out, or that makes up for it. */
  readonly against?: ExpressionNode;
  /** The names as they stand where the part is. */
  readonly setting: Setting;
  /** True when nothing in it varies. */
  readonly fixed: boolean;
}

/** What `node` always is; undefined when that depends. */
export function constantOf(node: ExpressionNode, setting: Setting): boolean | undefined {
  const { yes, no } = decide(node, setting);
  return yes && no ? undefined : yes;
}

/** Inside of a condition, the word `true` alone is a way to write things down, not a mistake. */
const isWord = (node: ExpressionNode): boolean => node.op === 'value';

/** All such parts of `node`, from left to right; those inside of another are left out. */
export function constantParts(node: ExpressionNode, setting: Setting): ConstantPart[] {
  const value = constantOf(node, setting);
  if (value !== undefined) return reasons(node, value, setting);
  return inside(node, setting).flatMap((part) => (isWord(part.node) ? [] : constantParts(part.node, part.setting)));
}

interface Inner {
  readonly node: ExpressionNode;
  readonly setting: Setting;
}

/** The conditions that `node` is made of. */
function inside(node: ExpressionNode, setting: Setting): Inner[] {
  if (['&&', '||', '!_'].includes(node.op)) return partsOf(node).map((part) => ({ node: part, setting }));
  if (node.op === '?:')
    return childNodes(node)
      .slice(0, 1)
      .map((part) => ({ node: part, setting }));
  const binding = bindingOf(node);
  if (!binding || !['all', 'exists', 'exists_one', 'bind'].includes(binding.macro)) return [];
  const { macro, variable, over } = binding;
  const list = valuesOf(over, setting);
  const values = macro === 'bind' ? list : elementsOf(list);
  const within = withName(setting, variable, values);
  return binding.inside.map((part) => ({ node: part, setting: within }));
}

/** Why `node` is always `value`: parts of it that are constant themselves, two that do not go together, else all of it. */
function reasons(node: ExpressionNode, value: boolean, setting: Setting): ConstantPart[] {
  const whole = { node, value, setting, fixed: !namesAnything(node, setting) };
  if (whole.fixed) return [whole];
  const parts = inside(node, setting).map((part) => ({ ...part, value: constantOf(part.node, part.setting) }));
  // One false operand makes a conjunction false, one true operand a disjunction true; otherwise it takes all of them.
  const takesOne = node.op === '&&' ? !value : node.op === '||' && value;
  const constant = parts.filter((part) => part.value !== undefined && (!takesOne || part.value === value));
  if (constant.length > 0 && (takesOne || constant.length === parts.length))
    return constant.flatMap((part) => reasons(part.node, part.value!, part.setting));
  return [(takesOne ? pairIn(parts, node, value, setting) : undefined) ?? whole];
}

/** The first two operands that decide together. */
function pairIn(
  parts: readonly Inner[],
  { op, start, end }: ExpressionNode,
  value: boolean,
  setting: Setting,
): ConstantPart | undefined {
  for (const [i, { node }] of parts.entries()) {
    for (const { node: before } of parts.slice(0, i)) {
      const both = { op, args: [before, node], start, end };
      if (constantOf(both, setting) === value) return { node, value, against: before, setting, fixed: false };
    }
  }
  return undefined;
}
