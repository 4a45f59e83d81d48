/** What verifying found, for people. Names come from a file of unknown origin, so nothing in them reaches a terminal raw. */
import { plural } from '../base/text.ts';
import { severities } from '../model/diagnostic.ts';
import type { Check, VerdictSummary, VerifyResult } from './result.ts';

const shown = 20;

export function renderVerify(result: VerifyResult): string {
  const lines = [headline(result), ...limited(result.checks).map((line) => `  ${line}`)];
  if (result.local) {
    const trusted = result.ok ? 'trusted on this machine only' : 'which only the machine of the build can vouch for';
    lines.push(`  signed by a local key, ${trusted}`);
  }
  if (result.verdict) lines.push(`  ${verdictLine(result.verdict)}`);
  return `${lines.map(printable).join('\n')}\n`;
}

function headline({ signer, ok }: VerifyResult): string {
  if (ok) return 'evidence pack: intact, signed by a trusted key';
  if (signer === 'unknown') return 'evidence pack: intact, signer unknown';
  if (signer === 'other') return 'evidence pack: intact, but not signed by the given key';
  return 'evidence pack: not intact';
}

/** All steps that passed, and the first problems. */
function limited(checks: readonly Check[]): string[] {
  const problems = checks.filter(({ ok }) => !ok);
  const visible = checks.filter((check) => check.ok || problems.indexOf(check) < shown);
  const lines = visible.map(({ name, ok, member, detail }) =>
    [ok ? 'ok  ' : 'FAIL', `${name}:`, ...(member === undefined ? [] : [`${member}:`]), detail].join(' '),
  );
  const rest = problems.length - shown;
  return rest > 0 ? [...lines, `and ${plural(rest, 'more problem')}`] : lines;
}

function verdictLine({ workspace, conforms, failOn, severities: counts, overall }: VerdictSummary): string {
  const found = severities.map((severity) => `${counts[severity]} ${severity}`).join(', ');
  const score = overall === null ? 'not scored' : `score ${overall}`;
  return `verdict: ${workspace} ${conforms ? 'conforms' : 'does not conform'} (fails on ${failOn}): ${found}; ${score}`;
}

/** Control and formatting characters can move the cursor or reverse the text; they are written as escapes. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
