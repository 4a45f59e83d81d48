/** The policies: what each says, what makes it hold, and where it applies. */
import type { Artifact } from '../../../model/artifact.ts';
import type { Mention, PolicySummary } from '../../../model/index.ts';
import type { SiteContext } from '../context.ts';
import { groupBy } from '../parts/group.ts';
import { symphonyPage } from '../paths.ts';
import { renderPage } from '../render.ts';

export function renderPolicies(context: SiteContext): Artifact {
  const page = {
    path: 'policies.html',
    title: 'Policies',
    workspace: context.title,
    section: 'policies',
    template: 'policies',
  } as const;
  const applied = groupBy(
    context.index.all.flatMap(({ kind, id, policies }) =>
      [...new Set(policies.map((mention: Mention) => mention.name))].map((policy) => ({ policy, kind, id })),
    ),
    ({ policy }) => policy,
  );
  const pages = new Set(context.plans.map((plan) => plan.id));
  const places = (id: string) =>
    (applied.get(id) ?? []).map((one) => ({
      id: one.id,
      href:
        one.kind === 'Symphony' && pages.has(one.id)
          ? symphonyPage(one.id)
          : one.kind === 'Domain'
            ? `domains.html#${one.id}`
            : null,
    }));
  return renderPage(page, {
    policies: context.index.policies.map((policy) => ({ ...policyView(policy), applied: places(policy.id) })),
  });
}

function policyView({ id, title, status, owner, value, at }: PolicySummary) {
  const { statement, severity, assert, gate, attest } = value;
  return {
    id,
    title,
    status,
    owner: owner ?? null,
    severity: severity ?? 'major',
    statement,
    assert: assert ? { over: assert.over, that: assert.that } : null,
    gate: gate ? { over: gate.over ?? 'symphony', that: gate.that } : null,
    attest: attest
      ? {
          evidence: attest.evidence ?? null,
          approval: attest.approval ?? null,
          freshness: attest.freshness ?? null,
        }
      : null,
    enforced: Boolean(assert ?? gate ?? attest),
    source: `${at.file}:${at.range.start.line}`,
  };
}
