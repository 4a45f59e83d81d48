/** What other languages write in expressions, and what CEL writes instead. */
import { type ExpressionError, expressionFunctions } from '../../runtime/core/cel.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { nearest } from './text.ts';

interface ExpressionHint {
  readonly problem: string;
  readonly help: string;
  /** Offsets in the expression. */
  readonly start: number;
  readonly end: number;
}

const code = (text: string): string => `\`${text}\``;

/** Operators as they are written elsewhere, without blanks in them. */
const operators: Readonly<Record<string, string>> = {
  '=': '==',
  '===': '==',
  '!==': '!=',
  '<>': '!=',
  '=>': '>=',
  '=<': '<=',
  '>=': '>=',
  '<=': '<=',
  '!=': '!=',
  '==': '==',
  '&': '&&',
  '|': '||',
};

/** The operator around `at`, blanks in it included: `> =` is told like `===`. */
function operatorHint(text: string, at: number): ExpressionHint | undefined {
  const before = /[=<>!&|][=<>!&|\s]*$/.exec(text.slice(0, at))?.[0].length ?? 0;
  const run = /^[=<>!&|\s]*/.exec(text.slice(at - before))![0].trimEnd();
  const written = operators[run.replace(/\s+/g, '')];
  if (written === undefined || written === run) return undefined;
  const start = at - before;
  return {
    problem: `${code(run)} is not expected here`,
    help: `CEL writes ${code(written)} instead of ${code(run)}`,
    start,
    end: start + run.length,
  };
}

/** `80%` and `10m`, wherever the parser stumbles over them. */
function unitHint(text: string, at: number): ExpressionHint | undefined {
  for (const match of text.matchAll(
    /(?<![\w."'])(\d+(?:\.\d+)?)\s*(?:(%)(?=\s*(?:$|[)\]&|?:,<>=!]))|(ms|[smhd])\b)/g,
  )) {
    const [written, number, percent, unit] = match as unknown as [string, string, string?, string?];
    const { index: start } = match;
    const end = start + written.length;
    if (at < start || text.slice(end, at).trim() !== '') continue;
    const problem = `${code(written)} is not a number`;
    if (percent === '%') {
      const ratio = String(Number((Number(number) / 100).toPrecision(12)));
      return { problem, help: `write ${code(number)} of a metric in percent, ${code(ratio)} of a ratio`, start, end };
    }
    const ms = Math.round(Number(number) * parseDuration(`1${unit}`)!);
    return { problem, help: `expressions know no durations: write milliseconds, ${code(String(ms))}`, start, end };
  }
  return undefined;
}

let known: ReturnType<typeof expressionFunctions> | undefined;

/** They are the same every time. */
function functions(): ReturnType<typeof expressionFunctions> {
  known ??= expressionFunctions();
  return known;
}

const functionNames: Readonly<Record<string, string>> = {
  len: 'size',
  length: 'size',
  count: 'size',
  includes: 'contains',
  any: 'exists',
  some: 'exists',
  every: 'all',
  where: 'filter',
  select: 'map',
  lower: 'lowerAscii',
  tolower: 'lowerAscii',
  tolowercase: 'lowerAscii',
  upper: 'upperAscii',
  toupper: 'upperAscii',
  touppercase: 'upperAscii',
  strip: 'trim',
};

const meantFunction = (name: string): string | undefined =>
  Object.hasOwn(functionNames, name.toLowerCase())
    ? functionNames[name.toLowerCase()]
    : nearest(name, functions().keys());

/** `signature`: as it was called, such as `list.includes(string)`. */
export function functionHelp(signature: string): string | undefined {
  const [, receiver, name = ''] = /^(?:(.*)\.)?(\w+)\(/.exec(signature) ?? [];
  const signatures = functions().get(name);
  if (signatures) return `it exists as ${signatures.slice(0, 3).map(code).join(' and ')}`;
  const meant = meantFunction(name);
  if (meant === undefined) return undefined;
  if (meant === 'contains' && receiver?.startsWith('list')) return `write ${code('… in …')} for the items of a list`;
  return `did you mean ${code(`${meant}(…)`)}?`;
}

/** `xs.any(x, …)`: only a macro would bind the variable that is said not to exist. */
function macroHint(text: string, at: number): ExpressionHint | undefined {
  const [call, name] = /\.\s*(\w+)\(\s*(\w+)\s*,(?:[^()]|\([^()]*\))*$/.exec(text.slice(0, at)) ?? [];
  const first = /\.\s*(\w+)\(\s*$/.exec(text.slice(0, at))?.[1];
  const macro = name ?? first;
  if (macro === undefined || functions().has(macro)) return undefined;
  const meant = meantFunction(macro);
  if (meant === undefined) return undefined;
  const start =
    call === undefined ? text.lastIndexOf(macro, at) : text.lastIndexOf(macro, at - call.length + call.indexOf(macro));
  return {
    problem: `there is no function ${code(macro)}`,
    help: `did you mean ${code(`${meant}(…)`)}?`,
    start,
    end: start + macro.length,
  };
}

/** `beat.emits.length` */
export const sizeHelp = (field: string): string | undefined =>
  functionNames[field.toLowerCase()] === 'size' || field === 'size' ? `write ${code('size(…)')}` : undefined;

/** A duration in quotes beside a number: `beat.timeout_ms > "10m"`. */
export function quotedDuration(text: string): string | undefined {
  const ms = parseDuration(/(["'])(\d+(?:ms|[smhd]))\1/.exec(text)?.[2]);
  return ms === undefined ? undefined : `write ${code(String(ms))}, which is ${formatDuration(ms)} in milliseconds`;
}

/** What is told of `error` before anything else. */
export function hintFor({ code: kind, start }: ExpressionError, text: string): ExpressionHint | undefined {
  if (kind === 'unknown_variable') return macroHint(text, start);
  if (!['unexpected_token', 'expected_token', 'unexpected_character'].includes(kind)) return undefined;
  return operatorHint(text, Math.min(start, text.length)) ?? unitHint(text, start);
}
