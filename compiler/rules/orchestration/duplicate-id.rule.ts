import { keyOf, originalsOf } from '../../base/originals.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

export default workspaceRule<{ id: string; kind: string }>()({
  code: 'DUPLICATE_ID',
  dimension: 'orchestration',
  aspect: 'manifest',
  severity: 'critical',
  doc: `Two documents of a kind share an id. A reference can mean only one of them: the one whose file is named
after it counts (else the first, by path and by place in the file), and the other is as good as absent.

Give one of them another id, or remove the copy. The report is at the one that does not count and shows the other. Documents
of different kinds may share an id.`,
  message: ({ id, kind }) => `another ${kind} already has the id \`${id}\`; that one counts`,
  help: 'give one of the two another id, or remove the copy',
  subjects: ({ all }) => {
    const originals = originalsOf(all);
    return all.map((summary) => {
      const original = originals.get(keyOf(summary));
      return {
        subject: summary.id,
        get place() {
          return summary.at;
        },
        kind: summary.kind,
        original: original === summary ? undefined : original,
      };
    });
  },
  check: ({ node, report }) => {
    if (!node.original) return;
    const related = [{ ...node.original.at, message: `\`${node.subject}\` is defined here` }];
    report({ params: { id: node.subject, kind: node.kind.toLowerCase() }, related });
  },
  examples: [
    {
      title: 'a copied domain, and one in the same file that does not even fit its schema',
      files: {
        'a.yaml': `${domain()}---\n${domain().replace('status: active', 'status: asleep')}`,
        'b.yaml': domain(),
      },
      expect: [
        { file: 'a.yaml', line: 11, column: 5 },
        { file: 'b.yaml', line: 3, column: 5 },
      ],
    },
    {
      title: 'a copy whose file sorts before the one that is named after its id',
      files: { 'build-copy.yaml': domain(), 'build.yaml': domain() },
      expect: [{ file: 'build-copy.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a domain and a symphony of one name',
      files: { 'domain.yaml': domain('play'), 'play.yaml': symphony({ domain: 'play' }) },
      expect: [],
    },
  ],
});
