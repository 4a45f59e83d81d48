/** What lets violations pass: waivers in comments and in their file, and the baseline. Both files are inputs. */
import { baselineFile, waiversFile } from '../base/own-files.ts';
import type { CheckSession } from '../cache/session.ts';
import type { FileUnit } from '../cache/units.ts';
import { type Baseline, markBaselined, readBaseline } from '../diagnostics/baseline.ts';
import type { AnyRule } from '../diagnostics/define.ts';
import { countChecks, waive } from '../diagnostics/waive.ts';
import { readWaiversDocuments } from '../diagnostics/waiver-file.ts';
import { readComment, type WrittenWaiver, waivableCodes } from '../diagnostics/waiver-terms.ts';
import { compileGlob } from '../load/glob.ts';
import type { Diagnostic, Finding, Waiver } from '../model/diagnostic.ts';
import { addTallies, type Tallies } from '../model/tally.ts';
import type { Verdict } from '../model/verdict.ts';
import { parse } from '../parse/index.ts';
import { readInput } from './inputs.ts';

/** What may let violations pass in a workspace. */
interface SetAside {
  readonly written: readonly WrittenWaiver[];
  /** What is wrong with the file of waivers. */
  readonly findings: readonly Finding[];
  /** Undefined when the workspace has none. */
  readonly baseline: Baseline | { readonly finding: Finding } | undefined;
}

/** Reads both files, which become inputs. */
export async function openSetAside(
  session: CheckSession,
  rules: readonly AnyRule[],
  units: ReadonlyMap<string, FileUnit>,
): Promise<SetAside> {
  return { ...(await readWaivers(session, rules, units)), baseline: openBaseline(session) };
}

interface WaivedFindings {
  readonly waived: ReadonlyMap<Finding, Waiver>;
  /** How many checks of each code are waived with all that they found. */
  readonly waivedChecks: Readonly<Record<string, number>>;
  /** About waivers. */
  readonly findings: readonly Finding[];
  /** With those of the codes about waivers. */
  readonly tallies: Tallies;
  /** The day by which expiries were judged, when there were any. */
  readonly asOf?: string;
}

interface WaiveInput {
  readonly findings: readonly Finding[];
  /** Findings by what was checked together: a document, or the whole workspace. */
  readonly parts: readonly (readonly Finding[])[];
  readonly tallies: Tallies;
  /** Whether something could not be read. */
  readonly unread: boolean;
}

/** `today`: the day by which expiries are judged. */
export function waiveFindings(
  { written, findings: reading }: SetAside,
  today: string,
  { findings, parts, tallies, unread }: WaiveInput,
): WaivedFindings {
  if (written.length === 0) return { waived: new Map(), waivedChecks: {}, findings: reading, tallies };
  const { judged } = countChecks(parts, new Map());
  const result = waive({
    findings,
    waivers: written,
    asOf: today,
    glob: (pattern) => compileGlob(pattern).matches,
    isSettled: (code) => !unread && (tallies[code]?.violations ?? 0) <= (judged[code] ?? 0),
  });
  return {
    waived: result.waived,
    waivedChecks: countChecks(parts, result.waived).wholly,
    findings: [...reading, ...result.findings],
    tallies: addTallies([tallies, talliesOf(result.findings)]),
    ...(result.dated && { asOf: today }),
  };
}

/** A waiver that is in order is no check: none may raise a score. One that is not is a check that failed. */
function talliesOf(findings: readonly Finding[]): Tallies {
  const tallies: Record<string, Tallies[string]> = {};
  for (const { code } of findings) {
    const count = (tallies[code]?.checks ?? 0) + 1;
    tallies[code] = { checks: count, violations: count, unevaluated: 0, crashed: 0 };
  }
  return tallies;
}

async function readWaivers(session: CheckSession, rules: readonly AnyRule[], units: ReadonlyMap<string, FileUnit>) {
  const codes = waivableCodes(rules);
  const written: WrittenWaiver[] = [];
  for (const [file, { waivers = [] }] of units) {
    for (const comment of waivers) {
      const { text, range } = comment;
      written.push({ place: { file, range }, terms: readComment(text, codes), about: { comment } });
    }
  }
  const read = readInput(session, waiversFile);
  if (!read) return { written, findings: [] };
  if ('finding' in read) return { written, findings: [read.finding] };
  const { documents, findings, secrets = [] } = await parse(waiversFile, read.bytes());
  for (const one of readWaiversDocuments(documents, codes)) written.push(one);
  return { written, findings: [...findings, ...secrets] };
}

/** No baseline may be larger: 64 MiB record some 300 000 violations. */
const maxBaselineBytes = 64 * 1024 * 1024;

/** Diagnostics with those marked that the baseline records. One that cannot be used is a finding, and hides nothing. */
export function withBaseline(
  { baseline }: SetAside,
  rules: readonly AnyRule[],
  collected: (more: readonly Finding[]) => readonly Diagnostic[],
): { readonly diagnostics: readonly Diagnostic[]; readonly baseline?: Verdict['summary']['baseline'] } {
  if (!baseline) return { diagnostics: collected([]) };
  if ('finding' in baseline) return { diagnostics: collected([baseline.finding]) };
  const { diagnostics, known, gone } = markBaselined(collected([]), baseline, rules);
  return { diagnostics, baseline: { known, gone } };
}

function openBaseline(session: CheckSession): Baseline | { readonly finding: Finding } | undefined {
  const read = readInput(session, baselineFile, maxBaselineBytes);
  if (!read || 'finding' in read) return read;
  return readBaseline(new TextDecoder().decode(read.bytes()));
}
