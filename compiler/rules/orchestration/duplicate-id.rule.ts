import { workspaceRule } from '../../diagnostics/define.ts';
import type { Summary } from '../../model/index.ts';
import { domain, symphony } from '../example.ts';

export default workspaceRule<{ id: string; kind: string }>()({
  code: 'DUPLICATE_ID',
  dimension: 'orchestration',
  aspect: 'manifest',
  severity: 'critical',
  doc: `Two documents of a kind share an id. A reference can mean only one of them: the first, by path and by place in the file,
counts, and the other is as good as absent.

Give one of them another id, or remove the copy. The report is at the later one and shows the first. Documents of different
kinds may share an id.`,
  message: ({ id, kind }) => `another ${kind} already has the id \`${id}\`; the first counts`,
  help: 'give one of the two another id, or remove the copy',
  subjects: ({ all }) => {
    const first = new Map<string, Summary>();
    return all.map((summary) => {
      const key = `${summary.kind} ${summary.id}`;
      const owner = first.get(key);
      if (!owner) first.set(key, summary);
      return {
        subject: summary.id,
        get place() {
          return summary.at;
        },
        kind: summary.kind,
        owner,
      };
    });
  },
  check: ({ node, report }) => {
    if (!node.owner) return;
    const related = [{ ...node.owner.at, message: `\`${node.subject}\` is defined here first` }];
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
      title: 'a domain and a symphony of one name',
      files: { 'domain.yaml': domain('play'), 'play.yaml': symphony({ domain: 'play' }) },
      expect: [],
    },
  ],
});
