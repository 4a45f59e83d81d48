/** Modules of TypeScript and JavaScript, parsed with oxc-parser. */
import type { ParseResult } from 'oxc-parser';
import { sourceText } from '../base/text.ts';
import type { Position } from '../model/diagnostic.ts';
import type { SourceText } from '../model/document.ts';
import type { SourceFile } from '../model/source.ts';
import { riskyDepth } from './module-depth.ts';

/** Runs a script of Node in a process of its own, with something to read; false when it does not end well. */
export type Trial = (script: string, input: Uint8Array) => Promise<boolean>;

interface ParsedModule {
  readonly parsed: ParseResult;
  readonly source: SourceText;
}

/** What prevents parsing is `error`. */
export async function parseModule(
  file: SourceFile,
  survives: Trial,
): Promise<ParsedModule | { readonly error: string; readonly errorAt?: Position }> {
  if (!/\.[cm]?[jt]sx?$/.test(file.path)) return { error: 'it is neither TypeScript nor JavaScript' };
  const text = new TextDecoder().decode(file.bytes());
  const source = sourceText(file.path, text);
  const risky = riskyDepth(file.path, text);
  if (risky !== undefined && !(await survives(trial(file.path), file.bytes())))
    return { error: tooDeep, errorAt: source.position(risky) };
  const { parseSync } = await import('oxc-parser');
  const parsed = parseSync(file.path, text);
  const fatal = parsed.errors.find((error) => error.severity === 'Error');
  if (fatal) return { error: syntaxProblem(fatal.message), errorAt: source.position(fatal.labels[0]?.start ?? 0) };
  return { parsed, source };
}

const tooDeep =
  'reading it fills the stack; brackets, operators or statements nest too deep from here on, write them in smaller parts';

/** Parses with less stack than there is, so that what survives it does so here, too. */
const trial = (path: string): string => `
  const { parseSync } = require('oxc-parser');
  const text = require('node:fs').readFileSync(0, 'utf8');
  (function parse(depth) { return depth > 0 ? parse(depth - 1) : parseSync(${JSON.stringify(path)}, text).program; })(3000);`;

/** In the form of our own messages: `Unexpected token` → `unexpected token`. */
const syntaxProblem = (message: string): string =>
  message.charAt(0).toLowerCase() + message.slice(1).replaceAll('\n', ' ').replace(/\.$/, '');
