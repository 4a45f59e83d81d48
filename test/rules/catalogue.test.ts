/** The catalogue of codes and the code agree: what concerns a kind that exists is implemented, and nothing is undocumented. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../compiler/generated/kinds.ts';
import { rules } from '../../compiler/generated/rules.ts';

const path = fileURLToPath(new URL('../../../shared/CATALOGUE.md', import.meta.url));

/** Codes about documents of kinds that do not exist yet, by the kind they come with. */
const withTheirKinds: Readonly<Record<string, string>> = {
  Roster: 'ROLE_UNASSIGNED SEPARATION_OF_DUTIES',
  Routing:
    'LOA_EXCEEDS_CAP LOA_WITHOUT_CONFIRMATION ROUTE_MISSING ROUTE_UNREACHABLE ROUTE_SHADOWED FALLBACK_CYCLE BUDGET_ESCAPE BUDGET_INCONSISTENT KILL_SWITCH_BYPASSED',
  Federation: 'FEDERATION_PEER_UNKNOWN FEDERATION_SECRET_INLINE FEDERATION_SCOPE_EXCEEDED',
  Duty: 'ESCALATION_GAP SLA_MISSING CHECK_WITHOUT_EXPECTATION ALERT_WITHOUT_RUNBOOK',
  Release:
    'GATE_NOT_FOUND GATE_UNGATED_PHASE CANARY_NOT_MONOTONIC ROLLBACK_UNREACHABLE STATE_DEAD_END EVIDENCE_UNSIGNED EVIDENCE_STALE RETENTION_TOO_SHORT',
  Rollout: 'SOAK_MISSING THRESHOLDS_INVERTED FLAG_UNSTAGED FLAG_ENABLED_EARLY',
  Audit: 'CLAIM_WITHOUT_EVIDENCE SIGNOFF_MISSING',
};

/** Every code in the first column of a table, and those of reading, which a sentence lists. */
function catalogued(text: string): string[] {
  const cells = text.split('\n').flatMap((line) => (line.startsWith('| ') ? [line.split('|')[1]!] : []));
  const reading = text.slice(text.indexOf('Reading codes'), text.indexOf('Every rule also names'));
  return [...cells.join(' ').matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g), ...reading.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(
    ([code]) => code,
  );
}

describe('every code', () => {
  it('has a page with what, why and how to fix', () => {
    const thin = rules.filter(({ doc }) => doc.trim().split(/\n\s*\n/).length < 2 || doc.length < 100);
    expect(thin.map(({ code }) => code)).toEqual([]);
  });
});

describe.skipIf(!existsSync(path))('the catalogue', () => {
  const codes = existsSync(path) ? catalogued(readFileSync(path, 'utf8')) : [];
  it('is implemented, but for the kinds that do not exist', () => {
    const known = new Set(rules.map(({ code }) => code));
    const later = new Set(
      Object.entries(withTheirKinds).flatMap(([kind, names]) =>
        kinds.some((one) => one.kind === kind) ? [] : names.split(' '),
      ),
    );
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !known.has(code) && !later.has(code)).sort()).toEqual([]);
    expect([...later].filter((code) => known.has(code) || !codes.includes(code))).toEqual([]);
  });
});
