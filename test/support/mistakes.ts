/** Diagnostics as a reader sees them: the text that is underlined, the message, the help, and what the fix makes of it. */
import { expect } from 'vitest';
import type { Diagnostic, Place } from '../../compiler/model/diagnostic.ts';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { applyEdits } from './edits.ts';
import { diagnose } from './workspace.ts';

type Files = Readonly<Record<string, string>>;

export interface Seen {
  readonly code: string;
  /** `file:line` and the underlined text, which ends with its line. */
  readonly at: string;
  readonly message: string;
  readonly help: string | undefined;
  readonly notes: readonly string[];
  /** The underlined line once the fix is applied, when there is a fix and it is safe. */
  readonly fixed?: string;
}

const lineOf = (text: string, line: number): string => text.split('\n')[line - 1] ?? '';

function underlined(files: Files, { file, range: { start, end } }: Place): string {
  const line = lineOf(files[file] ?? '', start.line);
  const text = line.slice(start.column - 1, end.line === start.line ? end.column - 1 : line.length);
  return `${file}:${start.line} ${text}`;
}

function seen(files: Files, diagnostic: Diagnostic): Seen {
  const { code, message, help, related, fix, file, range } = diagnostic;
  const notes = related.map((place) => `${underlined(files, place)}: ${place.message}`);
  const repaired = fix?.safe ? applyEdits(files[file] ?? '', fix.edits) : undefined;
  const fixed = repaired === undefined ? {} : { fixed: lineOf(repaired, range.start.line).trim() };
  return { code, at: underlined(files, diagnostic), message, help, notes, ...fixed };
}

/** What is reported of these codes, in order. */
export async function seenIn(files: Files, ...codes: readonly string[]): Promise<Seen[]> {
  const all = await diagnose(files);
  return all.filter(({ code }) => codes.length === 0 || codes.includes(code)).map((one) => seen(files, one));
}

export const inBeat = (...fields: string[]): string =>
  symphony({ movements: movements(movement('one', beat('a', ...fields))) });
export const inSymphony = (extra: string): string => symphony({ extra });

/** The only thing said of the structure of `text` beside a sound domain. */
export async function only(text: string): Promise<Seen> {
  const found = await seenIn({ 'build.yaml': domain(), 'a.yaml': text }, 'SCHEMA_VIOLATION', 'UNKNOWN_FIELD');
  expect(found).toHaveLength(1);
  return found[0]!;
}
