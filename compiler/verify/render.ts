/** What verifying found, for people. Names come from a file of unknown origin, so nothing in them reaches a terminal raw. */
import { printable } from '../../runtime/core/text.ts';
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

function headline({ signer, ok, checks }: VerifyResult): string {
  const who = {
    trusted: 'signed by a trusted key',
    unknown: 'signer unknown',
    other: 'but not signed by the given key',
    none: '',
  }[signer];
  if (who === '') return 'evidence pack: not intact';
  const changed = !ok && checks.some((check) => check.name === 'folder' && !check.ok);
  return `evidence pack: intact, ${who}${changed ? '; the folder is not as it was built' : ''}`;
}

/** All steps that passed or were not taken, and the first problems. */
function limited(checks: readonly Check[]): string[] {
  let problems = 0;
  const lines: string[] = [];
  for (const { name, ok, skipped, member, detail } of checks) {
    if (!ok && !skipped && ++problems > shown) continue;
    const state = ok ? 'ok  ' : skipped ? 'skip' : 'FAIL';
    lines.push([state, `${name}:`, ...(member === undefined ? [] : [`${member}:`]), detail].join(' '));
  }
  return problems > shown ? [...lines, `and ${plural(problems - shown, 'more problem')}`] : lines;
}

function verdictLine({ workspace, conforms, failOn, severities: counts, overall }: VerdictSummary): string {
  const found = severities.map((severity) => `${counts[severity]} ${severity}`).join(', ');
  const score = overall === null ? 'not scored' : `score ${overall}`;
  return `verdict: ${workspace} ${conforms ? 'conforms' : 'does not conform'} (fails on ${failOn}): ${found}; ${score}`;
}
