import { isLibraryId, libraryPrefix } from '../../base/ids.ts';
import { notFound, replacement } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, Reference } from '../../model/bound.ts';
import { domain, policy, symphony } from '../example.ts';

const bounded = policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }');

/** A policy of the library that is called by its bare name, where the workspace has none that is near. */
function suggestion(bound: BoundDocument, node: Reference): ReturnType<typeof notFound> {
  const found = notFound(bound, node, 'no policy is defined yet');
  if (isLibraryId(node.name)) return { ...found, help: found.help ?? 'see `symphonyc explain std` for all of them' };
  const inLibrary = `${libraryPrefix}${node.name}`;
  if (found.fix || !bound.lookup.find('Policy', inLibrary)) return found;
  const fix = replacement(bound, node.path, inLibrary);
  return { ...found, help: `did you mean \`${inLibrary}\`, which comes with symphonyc?`, fix };
}

export default documentRule<{ name: string }>()({
  code: 'POLICY_NOT_FOUND',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A domain, symphony, movement or beat applies a policy that no document defines. What it should make sure of is not
made sure of. Policies that come with symphonyc have \`std/\` before their name; \`symphonyc explain std\` lists them.

Usually the name is misspelt; the nearest policy is suggested. Otherwise write
the policy, or make sure that a pattern in \`sources\` takes its file in.`,
  message: ({ name }) => `the policy \`${name}\` does not exist`,
  applies: ({ to, role }) => to === 'policy' && role !== 'inherited',
  check: ({ node, bound, report }) => {
    if (node.found) return;
    report({ params: { name: node.name }, ...suggestion(bound, node) });
  },
  examples: [
    {
      title: 'a misspelt policy',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': bounded,
        'play.yaml': symphony({ extra: 'policies: [bouned]' }),
      },
      expect: [{ file: 'play.yaml', line: 7, column: 12 }],
    },
    {
      title: 'a policy of a domain, reported there and not at its symphonies',
      files: { 'domain.yaml': domain('build', 'policies: [reviewed]'), 'play.yaml': symphony() },
      expect: [{ file: 'domain.yaml', line: 8, column: 12 }],
    },
    {
      title: 'a policy of the library, misspelt and by its bare name',
      files: {
        'domain.yaml': domain('build', 'policies: [std/beats-have-timeout]'),
        'play.yaml': symphony({ extra: 'policies: [four-eyes]' }),
      },
      expect: [
        { file: 'domain.yaml', line: 8, column: 12 },
        { file: 'play.yaml', line: 7, column: 12 },
      ],
    },
    {
      title: 'a policy of the library',
      files: { 'domain.yaml': domain(), 'play.yaml': symphony({ extra: 'policies: [std/beats-have-timeouts]' }) },
      expect: [],
    },
    {
      title: 'a policy that exists',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': bounded,
        'play.yaml': symphony({ extra: 'policies: [bounded]' }),
      },
      expect: [],
    },
  ],
});
