/** What a waiver says: the code that it waives, until when, by whom and why. All four, or it waives nothing. */
import { isDate } from '../base/dates.ts';
import { list, nearest } from '../base/text.ts';
import type { Edit, Place } from '../model/diagnostic.ts';
import type { WaiverComment } from '../model/waiver.ts';
import { type AnyRule, isWaivable } from './define.ts';

export interface Terms {
  readonly code: string;
  readonly owner: string;
  readonly until: string;
  readonly reason: string;
}

/** What keeps a waiver from waiving anything. */
interface Lack {
  readonly problem: string;
  readonly help?: string;
}

/** A waiver as somebody wrote it. */
export interface WrittenWaiver {
  readonly place: Place;
  readonly terms: Terms | Lack;
  /** What it is about: a range of its own file when it is a comment, else what its file says. */
  readonly about:
    | { readonly comment: WaiverComment }
    | { readonly file?: string | undefined; readonly subject?: string | undefined };
  /** The edit that takes it out. */
  readonly removal?: Edit;
}

export const isLack = (terms: WrittenWaiver['terms']): terms is Lack => 'problem' in terms;

/** Codes by name, and which of them can be waived. */
export type WaivableCodes = ReadonlyMap<string, boolean>;

export const waivableCodes = (rules: readonly AnyRule[]): WaivableCodes =>
  new Map(rules.map((rule) => [rule.code, isWaivable(rule)]));

/** Terms, or everything that is wrong with them. */
export function judgeTerms(
  { code, owner, until, reason }: Partial<Terms>,
  codes: WaivableCodes,
  example: string,
): Terms | Lack {
  const missing = Object.entries({ 'a code': code, 'an owner': owner, 'a reason': reason, 'an expiry': until });
  const without = missing.filter(([, value]) => !value).map(([name]) => name);
  const near = code && !codes.has(code) ? nearest(code, codes.keys()) : undefined;
  const problems = [
    ...(without.length > 0 ? [`it lacks ${list(without)}`] : []),
    ...(code && !codes.has(code) ? [`there is no code \`${code}\``] : []),
    ...(code && codes.get(code) === false ? [`${code} cannot be waived`] : []),
    ...(until && !isDate(until) ? [`\`${until}\` is no day`] : []),
  ];
  if (problems.length === 0 && code && owner && until && reason) return { code, owner, until, reason };
  return { problem: list(problems), help: near ? `did you mean \`${near}\`?` : `write ${example}` };
}

const form = '`# symphonyc-waive CODE until YYYY-MM-DD by OWNER: REASON`';

/** Reads `symphonyc-waive CODE until 2026-12-31 by OWNER: reason`. */
export function readComment(text: string, codes: WaivableCodes): Terms | Lack {
  const [, word = '', rest = ''] = /^(\S*)([\s\S]*)$/.exec(text)!;
  if (word !== 'symphonyc-waive')
    return { problem: `it begins with \`${word}\` instead of \`symphonyc-waive\``, help: `write ${form}` };
  const colon = reasonColon(rest);
  const words = rest.slice(0, colon).split(/[ \t]+/);
  const parts: Record<'code' | 'until' | 'by', string[]> = { code: [], until: [], by: [] };
  let part: keyof typeof parts = 'code';
  for (const one of words) {
    if (one === 'until' || one === 'by') part = one;
    else if (one !== '') parts[part].push(one);
  }
  const [code, ...further] = parts.code;
  if (further.length > 0)
    return { problem: `\`${further.join(' ')}\` stands where \`until\` or \`by\` belongs`, help: `write ${form}` };
  const given = {
    code,
    until: parts.until.join(' '),
    owner: parts.by.join(' '),
    reason: rest.slice(colon + 1).trim(),
  };
  return judgeTerms(given, codes, form);
}

/** A colon inside a name, such as `team:build`, does not begin the reason. */
function reasonColon(text: string): number {
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1))
    if (at + 1 === text.length || ' \t'.includes(text[at + 1]!)) return at;
  return text.length;
}
