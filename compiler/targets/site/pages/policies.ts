/** The policies: what each says, what makes it hold, and where it applies. */
import { assertStructures } from '../../../base/variables.ts';
import type { Artifact } from '../../../model/artifact.ts';
import type { PolicySummary } from '../../../model/index.ts';
import type { SiteContext } from '../context.ts';
import { celView } from '../parts/cel.ts';
import { groupBy } from '../parts/group.ts';
import { missingViews } from '../parts/missing.ts';
import { breakable, count } from '../parts/text.ts';
import { renderPage } from '../render.ts';

export function renderPolicies(context: SiteContext): Artifact {
  const { index, documentHref } = context;
  const page = {
    path: 'policies.html',
    title: 'Policies',
    workspace: context.title,
    section: 'policies',
    template: 'policies',
    script: true,
  } as const;
  const applied = groupBy(
    index.all.flatMap((document) =>
      [...new Set(document.policies.map(({ name }) => name))].map((policy) => ({ policy, document })),
    ),
    ({ policy }) => policy,
  );
  const metrics = new Set(index.metrics.map(({ id }) => id));
  const policies = [...index.policies, ...index.libraryInUse()];
  return renderPage(page, {
    shown: `${count(policies.length)} shown`,
    policies: policies.map((policy) => ({
      ...policyView(policy, metrics),
      applied: (applied.get(policy.id) ?? []).map(({ document }) => ({
        id: breakable(document.id),
        href: documentHref(document),
      })),
    })),
    missing: missingViews(context, policies, (document) => document.policies),
  });
}

const structureHref = (name: string): string | null =>
  Object.hasOwn(assertStructures, name) ? `expressions.html#${name}` : null;

function policyView({ id, title, status, owner, value, at, library }: PolicySummary, metrics: ReadonlySet<string>) {
  const { statement, severity, assert, gate, attest } = value;
  return {
    id,
    name: breakable(id),
    title,
    status,
    owner: owner ?? null,
    severity: severity ?? 'major',
    statement,
    assert: assert
      ? {
          over: assert.over,
          that: assert.that === undefined ? null : celView(assert.that, structureHref),
          requires: assert.requires ?? null,
        }
      : null,
    gate: gate
      ? {
          over: gate.over ?? 'symphony',
          that: celView(gate.that, (name) => (metrics.has(name) ? `metrics.html#${name}` : null)),
        }
      : null,
    attest: attest
      ? {
          evidence: attest.evidence ?? null,
          approval: attest.approval ?? null,
          freshness: attest.freshness ?? null,
        }
      : null,
    enforced: Boolean(assert ?? gate ?? attest),
    source: library ? null : breakable(`${at.file}:${at.range.start.line}`),
  };
}
