/**
 * Glob patterns, matched in a time that grows with pattern × path and never faster: patterns come from documents, and as
 * regular expressions some of them would take for ever. `*` and `?` stay inside a folder, `**` crosses folders, `[a-z]` and
 * `[!a-z]` are one character, `{a,b}` is one of several. No wildcard takes the dot that hides a file.
 */

import { type Step, stepMatcher } from './glob-steps.ts';

interface Glob {
  /** The folder below which everything lies that can match. */
  readonly base: string;
  /** How many folders below `base` a match can lie; Infinity with `**`. */
  readonly depth: number;
  readonly matches: (path: string) => boolean;
}

/** Compiles `pattern`. What is not closed, such as `[` alone, stands for itself. */
export function compileGlob(pattern: string): Glob {
  const segments = pattern.split('/');
  const wild = segments.findIndex((segment) => /[*?[{]/.test(segment));
  const fixed = (wild === -1 ? segments.slice(0, -1) : segments.slice(0, wild)).join('/');
  const depth = pattern.includes('**')
    ? Number.POSITIVE_INFINITY
    : (pattern.slice(fixed.length + 1).match(/\//g)?.length ?? 0);
  return { base: fixed, depth, matches: simpleMatcher(pattern) ?? stepMatcher(compile(pattern)) };
}

/** The patterns that most workspaces have: one `*` in the last name, and `**` for the folders above it or none. */
const simple = /^((?:[^*?[{]*\/)?)(\*\*\/)?([^*?[{/]*)\*([^*?[{/]*)$/;

/** Matches as the general matcher does, which takes fifty times as long. */
function simpleMatcher(pattern: string): Glob['matches'] | undefined {
  const parts = simple.exec(pattern);
  if (!parts) return undefined;
  const [, folder = '', deep, before = '', after = ''] = parts;
  return (path) => {
    if (!path.startsWith(folder) || !path.endsWith(after)) return false;
    const name = deep === undefined ? folder.length : Math.max(folder.length, path.lastIndexOf('/') + 1);
    const star = name + before.length;
    if (!path.startsWith(before, name) || star > path.length - after.length) return false;
    if (path[folder.length] === '.' && name > folder.length) return false;
    if (deep !== undefined && path.slice(folder.length, name).includes('/.')) return false;
    const taken = path.slice(star, path.length - after.length);
    return !taken.includes('/') && !(before === '' && taken.startsWith('.'));
  };
}

function compile(text: string): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '*') {
      const first = i;
      while (text[i + 1] === '*') i++;
      const deep = i > first && beginsName(steps.at(-1)) && (text[i + 1] ?? '/') === '/';
      steps.push({ op: 'many', deep });
      // `**/` is any number of whole folders, none included.
      if (deep && text[i + 1] === '/') {
        steps.push({ op: 'start' });
        i++;
      }
      continue;
    }
    const group = char === '{' ? groupAt(text, i) : undefined;
    const set = char === '[' ? classAt(text, i) : undefined;
    if (group) steps.push(...alternatives(group.parts.map(compile)));
    else if (set) steps.push({ op: 'class', takes: set.takes });
    else if (char === '?') steps.push({ op: 'class', takes: () => true });
    else steps.push({ op: 'char', char });
    i = group?.end ?? set?.end ?? i;
  }
  return steps;
}

const beginsName = (before: Step | undefined): boolean =>
  before === undefined || before.op === 'start' || (before.op === 'char' && before.char === '/');

/** `{a,b}` with its parts as they stand between the commas of its own level. */
function groupAt(text: string, start: number): { parts: string[]; end: number } | undefined {
  const parts: string[] = [];
  let open = 0;
  let from = start + 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') open++;
    else if (text[i] === ',' && open === 1) {
      parts.push(text.slice(from, i));
      from = i + 1;
    } else if (text[i] === '}' && --open === 0) {
      parts.push(text.slice(from, i));
      return parts.length > 1 ? { parts, end: i } : undefined;
    }
  }
  return undefined;
}

function classAt(text: string, start: number): { takes: (char: string) => boolean; end: number } | undefined {
  const negated = text[start + 1] === '!' || text[start + 1] === '^';
  const from = start + (negated ? 2 : 1);
  const end = text.indexOf(']', from + 1);
  if (end === -1) return undefined;
  const ranges: [string, string][] = [];
  for (let i = from; i < end; i++) {
    const isRange = text[i + 1] === '-' && i + 2 < end;
    ranges.push([text[i]!, isRange ? text[i + 2]! : text[i]!]);
    if (isRange) i += 2;
  }
  return { takes: (char) => ranges.some(([low, high]) => char >= low && char <= high) !== negated, end };
}

/** A split to each part, and behind every part but the last a jump to the end of all. */
function alternatives(parts: readonly (readonly Step[])[]): Step[] {
  const total = parts.reduce((sum, part) => sum + part.length + 1, 0);
  const starts: number[] = [];
  const body: Step[] = [];
  for (const part of parts) {
    starts.push(body.length + 1);
    body.push(...part);
    body.push({ op: 'split', to: [total - body.length] });
  }
  return [{ op: 'split', to: starts }, ...body];
}
