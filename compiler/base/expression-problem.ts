/** What is wrong with an expression, in the words of the language instead of the CEL library's. */
import { childNodes, type ExpressionError, type ExpressionNode, parseExpression } from '../../runtime/core/cel.ts';
import type { ExpressionSite } from '../model/bound.ts';
import { functionHelp, hintFor, quotedDuration, sizeHelp } from './expression-hints.ts';
import type { ExpressionScope } from './expression-scope.ts';
import { nearestIn } from './near-names.ts';
import { list, nearest } from './text.ts';

interface ExpressionProblem {
  readonly problem: string;
  readonly help?: string;
  /** Offsets in the expression. */
  readonly start: number;
  readonly end: number;
}

const code = (name: string): string => `\`${name}\``;
const article = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

/** Describes `error`, which checking the expression at `site` gave. */
export function describeProblem(
  error: ExpressionError,
  site: ExpressionSite,
  scope: ExpressionScope,
): ExpressionProblem {
  const hint = hintFor(error, site.text);
  if (hint) return hint;
  const start = Math.min(error.start, site.text.length - 1);
  const end = Math.max(start + 1, error.end);
  const found = site.text.slice(start, end);
  return { start, end, ...wordsFor(error, found, site, scope) };
}

type Words = Pick<ExpressionProblem, 'problem' | 'help'>;

function wordsFor(error: ExpressionError, found: string, site: ExpressionSite, scope: ExpressionScope): Words {
  switch (error.code) {
    case 'unknown_variable':
      return unknownVariable(found, site, scope, error.start);
    case 'no_such_key':
      return unknownField(error.message.replace(/^No such key: /, ''), error.structure ?? '', scope);
    case 'cannot_index_type':
      return { problem: `${article(typeIn(error.message))} has no fields`, help: sizeHelp(found) };
    case 'invalid_index_type':
      return { problem: `a list has no field ${code(found)}`, help: sizeHelp(found) };
    case 'unterminated_string':
      return { problem: `the quote ${code(found.charAt(0))} is never closed`, help: 'close it' };
    case 'no_such_overload':
      return wrongOperands(error, site.text);
    case 'no_matching_overload':
      return {
        problem: `there is no function ${code(typeIn(error.message))}`,
        help: functionHelp(typeIn(error.message)),
      };
    case 'invalid_logical_operand':
      return { problem: `${code('&&')} and ${code('||')} take true or false, not ${article(typeIn(error.message))}` };
    case 'unexpected_token':
    case 'expected_token':
    case 'unexpected_character':
      return syntax(error, found, site.text);
    case 'reserved_identifier':
      return { problem: `${code(found)} is a reserved word` };
    case 'limit_exceeded':
      return { problem: 'the expression is too large' };
    case 'too_deep':
      return { problem: error.message, help: 'split it into several expressions, each of which must hold' };
    default:
      return { problem: error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, '') };
  }
}

/** The type or signature that the library's message quotes. */
const typeIn = (message: string): string => /'(.*)'/.exec(message)?.[1] ?? 'value';

/** None of what is no structure here. */
const fieldsOf = (structure: string, { structures }: ExpressionScope): string[] =>
  Object.hasOwn(structures, structure) ? Object.keys(structures[structure]!) : [];

const didYouMean = (near: string | undefined): Words['help'] => (near ? `did you mean ${code(near)}?` : undefined);

function unknownVariable(name: string, site: ExpressionSite, scope: ExpressionScope, start: number): Words {
  // `build-success-rate` reads as a subtraction.
  const hyphenated = /^\w+(?:-\w+)+/.exec(site.text.slice(start))?.[0].replaceAll('-', '_');
  const candidates = scope.candidates();
  const near = (hyphenated && nearestIn(candidates, hyphenated)) ?? nearestIn(candidates, name);
  if (site.scope === 'metrics') return { problem: `there is no metric ${code(name)}`, help: didYouMean(near) };
  if (site.scope === 'inputs') {
    const input = fieldsOf('inputs', scope).includes(name) && `inputs.${name}`;
    const help = input ? `write ${code(input)}` : didYouMean(near);
    return { problem: `${code(name)} is neither a metric nor ${code('inputs')}`, help };
  }
  const known = Object.keys(scope.variables).map(code);
  const problem = `there is no variable ${code(name)} here; known ${known.length === 1 ? 'is' : 'are'} ${list(known)}`;
  const structure = site.over ?? '';
  const field = near ? undefined : nearest(name, fieldsOf(structure, scope));
  return { problem, help: didYouMean(near ?? (field && `${structure}.${field}`)) };
}

function unknownField(name: string, structure: string, scope: ExpressionScope): Words {
  const fields = fieldsOf(structure, scope);
  // `timeout` for `timeout_ms`
  const near = fields.find((field) => field.startsWith(`${name}_`)) ?? nearest(name, fields);
  const known =
    fields.length === 0 ? undefined : `${fields.length === 1 ? 'there is' : 'there are'} ${list(fields.map(code))}`;
  const help = didYouMean(near) ?? known;
  if (structure === 'inputs') return { problem: `there is no input ${code(name)}`, help };
  return { problem: `${article(structure || 'value')} has no field ${code(name)}`, help };
}

/** `no such overload: double == int` or `no such overload: !int`. */
function wrongOperands(error: ExpressionError, text: string): Words {
  const [, left = '', op = '', right = ''] = /: (\S+) (\S+) (\S+)$/.exec(error.message) ?? [];
  if (op === '') {
    const [, unary = '', type = 'value'] = /: ([!-])(.+)$/.exec(error.message) ?? [];
    return { problem: `${code(unary)} does not take ${article(type)}` };
  }
  const problem = `${code(op)} does not take ${article(left)} and ${article(right)}`;
  const types = [left, right].sort().join();
  if (types === 'int,string' || types === 'double,string') return { problem, help: quotedDuration(text) };
  if (types !== 'double,int') return { problem };
  const tree = parseExpression(text);
  const literal = tree && wholeNumberIn(tree, error);
  return { problem, help: literal ? `write ${code(`${literal}.0`)}` : 'turn the int into a double with `double(…)`' };
}

/** The whole number that is an operand of the node at the error's place. */
function wholeNumberIn(node: ExpressionNode, at: ExpressionError): string | undefined {
  const children = childNodes(node);
  const literal = children.find(({ op, args }) => op === 'value' && typeof args === 'bigint');
  if (node.start === at.start && node.end === at.end && literal) return String(literal.args);
  for (const child of children) {
    const below = wholeNumberIn(child, at);
    if (below) return below;
  }
  return undefined;
}

/** How other languages write what CEL writes otherwise. */
const spellings: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  not: '!',
  AND: '&&',
  OR: '||',
  NOT: '!',
};

function syntax(error: ExpressionError, found: string, text: string): Words {
  if (/EOF$/.test(error.message)) {
    const missing = /Expected R(PAREN|BRACKET|BRACE)/.exec(error.message)?.[1];
    const closing = { PAREN: ')', BRACKET: ']', BRACE: '}' }[missing ?? ''];
    return { problem: closing ? `a ${code(closing)} is missing at the end` : 'the expression ends too early' };
  }
  const word = /(\w+)\s*$/.exec(text.slice(0, error.start))?.[1] ?? '';
  const spelling = [found, word].find((part) => Object.hasOwn(spellings, part));
  const help = spelling && `CEL writes ${code(spellings[spelling]!)} instead of ${code(spelling)}`;
  return { problem: `${code(found)} is not expected here`, help };
}
