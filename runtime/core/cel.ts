/** CEL expressions: checking against typed variables, and evaluation. All of the project's use of the CEL library is here. */
import { Environment } from '@marcbachmann/cel-js';

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
}

export interface CheckedExpression {
  /** The static type, when there is no error. */
  readonly type?: string;
  readonly error?: ExpressionError;
}

const environments = new Map<string, Environment>();

/** Bounds on what a document may make the parser do. */
const limits = { maxAstNodes: 2000, maxDepth: 60, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 16 };

function environmentOf(variables: VariableTypes, structures: StructureTypes): Environment {
  const key = JSON.stringify([variables, structures]);
  let environment = environments.get(key);
  if (!environment) {
    environment = new Environment({ limits });
    for (const [name, fields] of Object.entries(structures)) environment.registerType(name, { fields });
    for (const [name, type] of Object.entries(variables)) environment.registerVariable(name, type);
    environments.set(key, environment);
  }
  return environment;
}

/** Parses and type-checks `text`. Never throws: what is wrong is returned with its range. */
export function checkExpression(
  text: string,
  variables: VariableTypes,
  structures: StructureTypes = {},
): CheckedExpression {
  try {
    const result = environmentOf(variables, structures).check(text);
    if (result.valid) return { type: String(result.type) };
    return { error: toError(text, result.error) };
  } catch (error) {
    return { error: toError(text, error) };
  }
}

function toError(text: string, error: unknown): ExpressionError {
  const { message, summary, code, range } = error as {
    message: string;
    summary?: string;
    code?: string;
    range?: { start: number; end: number };
  };
  const start = Math.min(range?.start ?? 0, text.length);
  const end = Math.max(start, Math.min(range?.end ?? text.length, text.length));
  return { message: (summary ?? message).split('\n')[0]!.trim(), code: code ?? 'invalid', start, end };
}

/** A value with whole numbers as CEL wants them, by the declared type. */
export type Evaluation = { readonly value: unknown } | { readonly error: ExpressionError };

/** Evaluates a checked expression. `values` hold bigint for `int`, number for `double`. Never throws. */
export function evaluateExpression(
  text: string,
  variables: VariableTypes,
  values: Readonly<Record<string, unknown>>,
  structures: StructureTypes = {},
): Evaluation {
  try {
    return { value: environmentOf(variables, structures).evaluate(text, values as Record<string, never>) };
  } catch (error) {
    return { error: toError(text, error) };
  }
}

/** One node of a parsed expression. */
export interface ExpressionNode {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
}

/** The syntax tree of an expression that parses; undefined for one that does not. */
export function parseExpression(text: string): ExpressionNode | undefined {
  try {
    return environmentOf({}, {}).parse(text).ast as unknown as ExpressionNode;
  } catch {
    return undefined;
  }
}
