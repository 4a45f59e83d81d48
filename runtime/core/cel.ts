/** CEL expressions: checking against typed variables, and evaluation. All of the project's use of the CEL library is here. */
import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { structureClasses } from './cel-structures.ts';

/** Fields of a structure by name, each with a CEL type: `int`, `string`, `list<beat>`, … */
export type StructureTypes = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** CEL types of variables by name. */
export type VariableTypes = Readonly<Record<string, string>>;

export interface ExpressionError {
  readonly message: string;
  /** Short name of the mistake, as the library gives it: `unknown_variable`, `no_such_overload`, … */
  readonly code: string;
  /** Offsets in the expression. */
  readonly start: number;
  readonly end: number;
  /** For a field that does not exist: the structure it was looked for in. */
  readonly structure?: string;
}

interface CheckedExpression {
  /** The static type, when there is no error. */
  readonly type?: string;
  readonly error?: ExpressionError;
}

/** Bounds on what a document may make the parser do. */
const limits = { maxAstNodes: 2000, maxDepth: 60, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 16 };

/** Operators inside operators: whatever looks at an expression may go down into it by recursion. */
const maxLevels = 250;

/**
 * No text of a document becomes a regular expression, no result depends on the time zone of the machine, and a misspelt
 * field is never merely absent.
 */
export const refusedFunctions: Readonly<Record<string, string>> = {
  matches: 'regular expressions are not available; use `startsWith`, `endsWith`, `contains` or `in`',
  timestamp: 'timestamps are not available',
  has: '`has` is not available: every field is always there, and empty when it is left out',
};

interface Scope {
  readonly environment: Environment;
  readonly programs: Map<string, Program>;
  /** Values with their plain objects turned into what the library takes for structures, as far as a program names them. */
  readonly prepare: (values: Readonly<Record<string, unknown>>, program: Program) => Record<string, unknown>;
}

interface Program {
  readonly run: ParseResult;
  /** Every name in it that may be one of a variable. */
  readonly names: ReadonlySet<string>;
}

/** What is kept is a function of its key, so it can be dropped at any time. */
const kept = 500;
const scopes = new Map<string, Scope>();
const scopesByIdentity = new WeakMap<VariableTypes, WeakMap<StructureTypes, Scope>>();
const noVariables: VariableTypes = {};
const noStructures: StructureTypes = {};

function scopeOf(variables: VariableTypes, structures: StructureTypes): Scope {
  const known = scopesByIdentity.get(variables)?.get(structures);
  if (known) return known;
  const key = JSON.stringify([variables, structures]);
  const scope = scopes.get(key) ?? openScope(variables, structures);
  if (scopes.size >= kept) scopes.clear();
  scopes.set(key, scope);
  const byStructures = scopesByIdentity.get(variables) ?? new WeakMap<StructureTypes, Scope>();
  scopesByIdentity.set(variables, byStructures.set(structures, scope));
  return scope;
}

function openScope(variables: VariableTypes, structures: StructureTypes): Scope {
  const environment = new Environment({ limits });
  const { classes, convert } = structureClasses(structures);
  for (const [name, ctor] of classes) environment.registerType(name, { ctor, fields: { ...structures[name] } });
  for (const [name, type] of Object.entries(variables)) environment.registerVariable(name, type);
  const typed = Object.entries(variables);
  const prepare: Scope['prepare'] = (values, { names }) =>
    Object.fromEntries(
      typed.flatMap(([name, type]) => (names.has(name) ? [[name, convert(type, values[name])] as const] : [])),
    );
  return { environment, programs: new Map(), prepare };
}

function programOf({ environment, programs }: Scope, text: string): Program {
  const known = programs.get(text);
  if (known) return known;
  const run = environment.parse(text);
  const program = { run, names: namesIn(run.ast as unknown as ExpressionNode) };
  if (programs.size >= kept) programs.clear();
  programs.set(text, program);
  return program;
}

/** All names in an expression. Throws for what may not be in one. Not by recursion: this is where its depth is limited. */
function namesIn(root: ExpressionNode): Set<string> {
  const names = new Set<string>();
  const left = [{ node: root, levels: 1 }];
  for (let at = left.pop(); at; at = left.pop()) {
    const { node, levels } = at;
    const message = levels > maxLevels ? tooDeep : refusal(node);
    const code = levels > maxLevels ? 'too_deep' : 'refused';
    if (message) throw Object.assign(new Error(message), { code, range: { start: node.start, end: node.end } });
    if (node.op === 'id') names.add(String(node.args));
    for (const child of childNodes(node).reverse()) left.push({ node: child, levels: levels + 1 });
  }
  return names;
}

const tooDeep = `operators nest more than ${maxLevels} levels deep here`;

function refusal(node: ExpressionNode): string | undefined {
  const name = node.op === 'call' || node.op === 'rcall' ? String((node.args as readonly unknown[])[0]) : '';
  return Object.hasOwn(refusedFunctions, name) ? refusedFunctions[name] : undefined;
}

/** Parses and type-checks `text`. Never throws: what is wrong is returned with its range. */
export function checkExpression(
  text: string,
  variables: VariableTypes,
  structures: StructureTypes = noStructures,
): CheckedExpression {
  try {
    const result = programOf(scopeOf(variables, structures), text).run.check();
    if (result.valid) return { type: String(result.type) };
    return { error: toError(text, result.error) };
  } catch (error) {
    return { error: toError(text, error) };
  }
}

interface LibraryError {
  readonly message: string;
  readonly summary?: string;
  readonly code?: string;
  readonly range?: { readonly start: number; readonly end: number };
  /** For a failed access, `left` is what it was tried on. */
  readonly node?: { readonly left?: { readonly checkedType?: { readonly name?: string } } };
}

function toError(text: string, error: unknown): ExpressionError {
  const { message, summary, code, range, node } = error as LibraryError;
  const start = Math.min(range?.start ?? 0, text.length);
  const end = Math.max(start, Math.min(range?.end ?? text.length, text.length));
  const structure = code === 'no_such_key' ? node?.left?.checkedType?.name : undefined;
  return {
    message: (summary ?? message).split('\n')[0]!.trim(),
    code: code ?? 'invalid',
    start,
    end,
    ...(structure === undefined ? {} : { structure }),
  };
}

/** The value of an expression, or why it has none. */
type Evaluation = { readonly value: unknown } | { readonly error: ExpressionError };

/**
 * Evaluates a checked expression. `values` hold bigint for `int`, number for `double`, and for structures plain objects
 * that do not change any more. Never throws.
 */
export function evaluateExpression(
  text: string,
  variables: VariableTypes,
  values: Readonly<Record<string, unknown>>,
  structures: StructureTypes = noStructures,
): Evaluation {
  try {
    const scope = scopeOf(variables, structures);
    const program = programOf(scope, text);
    return { value: program.run(scope.prepare(values, program)) };
  } catch (error) {
    return { error: toError(text, error) };
  }
}

/**
 * One node of a parsed expression. `op` is the operator, or `id`, `value`, `.`, `[]`, `call`, `rcall` (a method or
 * macro: name, receiver, arguments), `list`, `map`, `?:`, `!_`, `-_`. Parentheses around a node are outside its range.
 */
export interface ExpressionNode {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
}

/** The syntax tree of an expression that parses; undefined for one that does not. */
export function parseExpression(text: string): ExpressionNode | undefined {
  try {
    return programOf(scopeOf(noVariables, noStructures), text).run.ast as unknown as ExpressionNode;
  } catch {
    return undefined;
  }
}

const isNode = (value: unknown): value is ExpressionNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/** The nodes directly below `node`, from left to right. */
export function childNodes(node: ExpressionNode): ExpressionNode[] {
  const within = (value: unknown): ExpressionNode[] =>
    isNode(value) ? [value] : Array.isArray(value) ? value.flatMap(within) : [];
  return within(node.args);
}

/** Types that no variable and no result of another function has. */
const outOfReach = /bytes|uint|map<|optional|Optional|google|\btype\b|null|CelNamespace/;

/** The functions, methods and macros that expressions can use, as signatures by name, sorted. */
export function expressionFunctions(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, signature } of new Environment().getDefinitions().functions) {
    if (outOfReach.test(signature) || Object.hasOwn(refusedFunctions, name)) continue;
    found.set(name, [...(found.get(name) ?? []), readable(signature)]);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `list<dyn>.all(ast, ast): bool` → `list.all(x, expression): bool`. */
function readable(signature: string): string {
  let parts = 0;
  return signature.replaceAll('<dyn>', '').replace(/\bast\b/g, () => (parts++ === 0 ? 'x' : 'expression'));
}
