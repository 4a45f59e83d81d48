/** Whether a handler leaves alone what it is handed to tell the world what it does: `log`, `measure` and `emit`. */
import { memberName, type Node, nameOf, nodesIn, unwrap, walk } from './syntax.ts';

const channels = new Set(['log', 'measure', 'emit']);

/** True only when that is certain: what hands the context on, or spreads it, may use all of it. */
export function isSilent(fn: Node): boolean {
  const [first] = nodesIn(fn, 'params');
  if (!first || first.type === 'RestElement') return !first && !mentions(fn, 'arguments');
  const parameter = first.type === 'AssignmentPattern' ? (first['left'] as Node) : first;
  if (parameter.type === 'ObjectPattern') return leavesOut(parameter);
  const name = nameOf(parameter);
  return name !== undefined && !mentions(fn, 'arguments') && !usesChannels(fn, name, parameter);
}

/** Whether a pattern takes none of the channels. */
const leavesOut = (pattern: Node): boolean =>
  nodesIn(pattern, 'properties').every((property) => {
    const key = nameOf(property['key']);
    return property.type !== 'RestElement' && key !== undefined && property['computed'] !== true && !channels.has(key);
  });

function mentions(fn: Node, name: string): boolean {
  let found = false;
  walk(fn, (node) => {
    found ||= nameOf(node) === name;
    return !found;
  });
  return found;
}

function usesChannels(fn: Node, context: string, parameter: Node): boolean {
  let used = false;
  walk(fn, (node) => {
    if (node === parameter || used) return false;
    if (node.type === 'MemberExpression' && nameOf(unwrap(node['object'])) === context) {
      const member = memberName(node);
      used = member === undefined || channels.has(member);
      return false;
    }
    if (node.type === 'VariableDeclarator' && nameOf(unwrap(node['init'])) === context) {
      const pattern = node['id'] as Node;
      used = pattern.type !== 'ObjectPattern' || !leavesOut(pattern);
      return false;
    }
    used = nameOf(node) === context;
    return !used;
  });
  return used;
}
