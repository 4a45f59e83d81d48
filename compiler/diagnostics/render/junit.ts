/**
 * JUnit's XML, as CI services read it: a suite a dimension. Each new violation is a failure and each waived or known one
 * is skipped; the checks of a rule that passed, and those that were not judged or not evaluated, are one case each.
 * `assertions` says how many checks a case stands for, so that they add up to all that were made.
 */
import { accountOf } from '../../base/accounts.ts';
import { plural } from '../../base/text.ts';
import { waiverText } from '../../base/waiver-text.ts';
import { type Diagnostic, type Dimension, dimensions } from '../../model/diagnostic.ts';
import type { RuleTally, Verdict } from '../../model/verdict.ts';
import type { Renderer } from './define.ts';

export const renderJunit: Renderer = ({ verdict }) => {
  const suites = (['input', ...dimensions] as const).map((dimension) => suiteOf(dimension, verdict));
  const all = suites.flatMap(({ cases }) => cases);
  const head = `<testsuites name="symphonyc" ${totals(all)}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.map(suiteText).join('')}</testsuites>\n`;
};

interface Case {
  readonly code: string;
  readonly name: string;
  /** How many checks it stands for. */
  readonly checks: number;
  readonly account: 'passed' | 'failed' | 'waived' | 'notEvaluated';
  readonly result?: { readonly element: 'failure' | 'skipped'; readonly message: string; readonly text?: string };
  readonly at?: Diagnostic;
}

interface Suite {
  readonly dimension: Dimension;
  readonly cases: readonly Case[];
}

function suiteOf(dimension: Dimension, { diagnostics, rules }: Verdict): Suite {
  const byCode = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    if (one.dimension !== dimension || one.severity === 'info') continue;
    if (!byCode.has(one.code)) byCode.set(one.code, []);
    byCode.get(one.code)!.push(one);
  }
  const own = rules.filter((rule) => rule.dimension === dimension);
  const counted = new Set(own.map(({ code }) => code));
  const others = [...byCode].filter(([code]) => !counted.has(code)).flatMap(([, found]) => found);
  const cases = own.flatMap((rule) => casesOf(rule, byCode.get(rule.code) ?? []));
  return { dimension, cases: [...others.map((one) => violation(one, 0)), ...cases] };
}

/** A check can find several violations: the first ones stand for the checks, as many as there are. */
function casesOf(rule: RuleTally, diagnostics: readonly Diagnostic[]): Case[] {
  const { code } = rule;
  const account = accountOf(rule);
  const left = { failed: account.failed, waived: account.waived };
  const violations = diagnostics.map((one) => {
    const kind = one.waived ? 'waived' : 'failed';
    const checks = left[kind] > 0 ? 1 : 0;
    left[kind] -= checks;
    return violation(one, checks);
  });
  const group = (checks: number, kind: Case['account'], name: string, why?: string): Case[] => {
    const result = why === undefined ? undefined : skipped(`${plural(checks, 'check')}: ${why}`);
    return checks === 0 ? [] : [{ code, name, checks, account: kind, result }];
  };
  return [
    ...violations,
    ...group(account.passed, 'passed', 'passed'),
    ...group(left.failed, 'failed', 'not judged', 'switched off, information, or waiting for another repair'),
    ...group(left.waived, 'waived', 'waived', 'waived as information'),
    ...group(
      account.notEvaluated,
      'notEvaluated',
      'not evaluated',
      'not written yet, or hidden in what cannot be read',
    ),
  ];
}

const skipped = (message: string): Case['result'] => ({ element: 'skipped', message });

function violation(one: Diagnostic, checks: number): Case {
  const { code, subject, message, file, range, help, severity, waiver, baselined } = one;
  const base = { code, name: `${subject}: ${message}`, checks, at: one };
  if (waiver) return { ...base, account: 'waived', result: skipped(`waived ${waiverText(waiver)}`) };
  if (baselined) return { ...base, account: 'failed', result: skipped('known from the baseline') };
  const place = `${file}:${range.start.line}:${range.start.column}`;
  const text = `${place}: ${severity}: ${message}${help === undefined ? '' : `\nhelp: ${help}`}`;
  return { ...base, account: 'failed', result: { element: 'failure', message, text } };
}

const accounts = ['passed', 'failed', 'waived', 'notEvaluated'] as const;

function suiteText({ dimension, cases }: Suite): string {
  if (cases.length === 0) return '';
  const sum = (kind: Case['account']) =>
    cases.reduce((total, one) => total + (one.account === kind ? one.checks : 0), 0);
  const made = cases.reduce((total, one) => total + one.checks, 0);
  const properties = [['made', made] as const, ...accounts.map((kind) => [kind, sum(kind)] as const)]
    .map(([name, value]) => `<property name="${name}" value="${value}"/>`)
    .join('');
  const left = cases.filter(({ result }) => result?.element === 'skipped').length;
  const head = `<testsuite name="${dimension}" ${totals(cases)} skipped="${left}">`;
  return `${head}\n<properties>${properties}</properties>\n${cases.map((one) => caseText(one, dimension)).join('')}</testsuite>\n`;
}

const totals = (cases: readonly Case[]): string =>
  `tests="${cases.length}" failures="${cases.filter(({ result }) => result?.element === 'failure').length}" errors="0"`;

function caseText({ code, name, checks, result, at }: Case, dimension: Dimension): string {
  const place = at ? ` file="${xml(at.file)}" line="${at.range.start.line}"` : '';
  const head = `<testcase classname="${dimension}.${code}" name="${xml(name)}" assertions="${checks}"${place}`;
  if (!result) return `${head}/>\n`;
  const { element, message, text } = result;
  const type = element === 'failure' ? ` type="${at!.severity}"` : '';
  const inner = `<${element} message="${xml(message)}"${type}${text === undefined ? '/>' : `>${xml(text)}</${element}>`}`;
  return `${head}>${inner}</testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Characters that XML 1.0 does not have are shown as U+FFFD. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => entities[character]!);
