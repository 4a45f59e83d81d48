/** An expression as the rules reason about it: its syntax, and what its names stand for. */
import { checkExpression, type ExpressionNode, parseExpression } from '../../../runtime/core/cel.ts';
import type { BoundDocument, ExpressionSite, Unknown } from '../../model/bound.ts';
import { type ExpressionScope, scopeOf } from '../expression-scope.ts';
import { variableValues } from './known-values.ts';
import { type UnitMismatch, unitMismatches } from './unit-mismatches.ts';
import type { Names } from './values.ts';

interface ReadExpression {
  readonly tree: ExpressionNode;
  readonly names: Names;
  readonly scope: ExpressionScope;
  readonly mismatches: readonly UnitMismatch[];
}

type Reading = ReadExpression | { readonly unknown: Unknown };

const known = new WeakMap<ExpressionSite, Reading>();

/** The expression at `site`; why nothing can be said of it when it is not sound. Read once for all rules. */
export function readExpression(site: ExpressionSite, bound: BoundDocument): Reading {
  const reading = known.get(site) ?? read(site, bound);
  known.set(site, reading);
  return reading;
}

function read(site: ExpressionSite, bound: BoundDocument): Reading {
  const scope = scopeOf(site, bound);
  if (scope.unread) return { unknown: 'unread' };
  const tree = parseExpression(site.text);
  if (!tree || checkExpression(site.text, scope.variables, scope.structures).type !== 'bool')
    return { unknown: 'reported' };
  const names = { values: variableValues(site, scope), structures: scope.structures };
  return { tree, names, scope, mismatches: unitMismatches(tree, scope.metrics, names) };
}
