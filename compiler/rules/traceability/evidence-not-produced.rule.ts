import { allPerformed, performsIt } from '../../base/performed.ts';
import { list, nearest } from '../../base/text.ts';
import { unknownPolicy } from '../../base/unknown-policy.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, BoundDocument, Reference } from '../../model/bound.ts';
import type { Related } from '../../model/diagnostic.ts';
import { beat, domain, movement, movements, policy, symphony } from '../example.ts';

/** The evidence that the policy referred to asks for. */
const askedBy = ({ to, target }: Reference): string | undefined =>
  to === 'policy' && target?.kind === 'Policy' && !target.broken ? target.value.attest?.evidence : undefined;

/** The beats that are complete when the attestation is looked at: after the movement in which it is asked for, or at the end. */
function beatsBefore({ path }: Reference, { symphony: whole }: BoundDocument): readonly BeatNode[] {
  const { beats, movements: parts } = whole!;
  return path[0] === 'movements' ? parts.slice(0, Number(path[1]) + 1).flatMap((part) => part.beats) : beats;
}

const produces = (evidence: string, beats: readonly BeatNode[]): boolean =>
  beats.some(({ value }) => value.evidence?.includes(evidence));

/** Where the domain lists the policy that holds here. */
function listedByDomain({ role, name }: Reference, { symphony: whole, lookup }: BoundDocument): Related[] {
  const domainOf = role === 'inherited' ? lookup.find('Domain', whole!.value.domain) : undefined;
  const mention = domainOf?.policies.find((one) => one.name === name);
  return mention ? [{ ...mention.at, message: 'the domain applies the policy to all its symphonies' }] : [];
}

export default documentRule<{ policy: string; evidence: string; later: string }>()({
  code: 'EVIDENCE_NOT_PRODUCED',
  dimension: 'traceability',
  aspect: 'policy',
  severity: 'critical',
  draftable: true,
  over: 'reference',
  doc: `A policy that holds by evidence applies to a symphony of which no beat produces that evidence, nor a beat of the
symphonies that it performs, nor anything in a symphony that performs it. No run of it can ever conform. The same is so where
a movement or beat lists the policy and the evidence is produced only later: it is looked at when the movement is over.

Name the evidence under \`evidence\` of the beat that produces it, or list the policy where it does. What a domain lists holds
for each of its symphonies. In a draft this is information only.`,
  message: ({ policy: id, evidence, later }) =>
    later === ''
      ? `the policy \`${id}\` asks for the evidence \`${evidence}\`, which no beat of this symphony, or of one that it performs, produces`
      : `the policy \`${id}\` asks for the evidence \`${evidence}\` here, but it is produced only later, by ${later}`,
  applies: (node, { symphony: whole }) =>
    whole !== undefined &&
    (askedBy(node) ?? unknownPolicy(node)) !== undefined &&
    !(node.role === 'inherited' && (whole.value.policies ?? []).includes(node.name)),
  check: ({ node, bound, report, unknown }) => {
    const { lookup, symphony: whole } = bound;
    const evidence = askedBy(node);
    // What is not known may ask for any evidence.
    if (evidence === undefined) return unknown(unknownPolicy(node)!);
    const before = beatsBefore(node, bound);
    if (produces(evidence, before)) return;
    const performed = allPerformed(
      before.flatMap(({ value }) => value.perform ?? []),
      lookup,
    );
    if (performed.all.some((one) => one.evidence.includes(evidence))) return;
    if (performsIt(whole!.value.id, lookup.witnesses(evidence), lookup)) return;
    if (performed.unknown) return unknown(performed.unknown);
    if (lookup.unread('Symphony', 'content')) return unknown('unread');
    const late = whole!.beats.filter((one) => produces(evidence, [one]));
    const near = nearest(evidence, new Set(whole!.beats.flatMap(({ value }) => value.evidence ?? [])));
    report({
      params: { policy: node.name, evidence, later: list(late.map(({ value }) => `\`${value.id}\``)) },
      help:
        near === undefined || late.length > 0
          ? 'name it under `evidence` of the beat that produces it, or list the policy where that happens'
          : `a beat produces \`${near}\`: is it the same?`,
      related: listedByDomain(node, bound),
    });
  },
  examples: [
    {
      title: 'no beat produces what the policies of the symphony and of its domain ask for',
      files: {
        'domain.yaml': domain('build', 'policies: [archived]'),
        'archived.yaml': policy('archived', 'attest: { evidence: build-log }'),
        'reviewed.yaml': policy('reviewed', 'attest: { evidence: review-protocol }'),
        'play.yaml': symphony({
          extra: 'policies: [reviewed]',
          movements: movements(movement('one', beat('a', 'run: [make]', 'evidence: [review-protocoll]'))),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 6, column: 9 },
        { file: 'play.yaml', line: 7, column: 12 },
      ],
    },
    {
      title: 'produced after the movement that asks for it',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('reviewed', 'attest: { evidence: review-protocol }'),
        'play.yaml': symphony({
          movements: movements(
            movement('one', `${beat('a', 'run: [make]')}\n    policies: [reviewed]`),
            movement('two', beat('b', 'run: [make]', 'evidence: [review-protocol]')),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 13, column: 16 }],
    },
    {
      title: 'a policy that does not exist is POLICY_NOT_FOUND',
      files: { 'domain.yaml': domain(), 'play.yaml': symphony({ extra: 'policies: [reviewed]' }) },
      expect: [],
    },
    {
      title: 'a beat produces it, or a symphony that is performed',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('reviewed', 'attest: { evidence: review-protocol }'),
        'play.yaml': symphony({
          extra: 'policies: [reviewed]',
          movements: movements(movement('one', beat('a', 'perform: review'))),
        }),
        'review.yaml': symphony({
          id: 'review',
          extra: 'policies: [reviewed]',
          movements: movements(movement('one', beat('a', 'run: [make]', 'evidence: [review-protocol]'))),
        }),
      },
      expect: [],
    },
    {
      title: 'produced before the symphony that asks for it is performed',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('reviewed', 'attest: { evidence: review-protocol }'),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('a', 'run: [make]', 'evidence: [review-protocol]'), beat('b', 'perform: release')),
          ),
        }),
        'release.yaml': symphony({ id: 'release', extra: 'policies: [reviewed]' }),
      },
      expect: [],
    },
  ],
});
