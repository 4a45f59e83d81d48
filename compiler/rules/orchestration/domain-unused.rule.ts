import { meantIn, namedIn } from '../../base/named-in.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

export default workspaceRule<{ id: string }>()({
  code: 'DOMAIN_UNUSED',
  dimension: 'orchestration',
  aspect: 'domain',
  severity: 'minor',
  doc: `No symphony belongs to the domain. Either its symphonies name another domain, or the domain is not needed.

Put the domain's id under \`domain\` of its symphonies (being registered under \`symphonies\` of the domain is not enough), or
remove the domain.`,
  message: ({ id }) => `no symphony belongs to the domain \`${id}\``,
  help: 'name it under `domain` of its symphonies, or remove it',
  subjects: ({ domains, symphonies, lookup }) => {
    const ids = domains.map(({ id }) => id);
    const used = namedIn(ids, symphonies, ({ domain }) => [domain]);
    const meant =
      used.size === ids.length ? used : meantIn(lookup.names('Domain'), symphonies, ({ domain }) => [domain]);
    return domains.map(({ id, at }) => ({ subject: id, place: at, used: used.has(id), meant: meant.has(id) }));
  },
  check: ({ node, index, report, unknown }) => {
    if (node.used) return;
    // DOMAIN_NOT_FOUND tells of the misspelt name.
    if (node.meant) return unknown('reported');
    if (index.lookup.unread('Symphony', 'content')) unknown('unread');
    else report({ params: { id: node.subject } });
  },
  examples: [
    {
      title: 'a domain without symphonies',
      files: { 'build.yaml': domain(), 'delivery.yaml': domain('delivery'), 'play.yaml': symphony() },
      expect: [{ file: 'delivery.yaml', line: 3, column: 5 }],
    },
    { title: 'a domain with a symphony', files: { 'build.yaml': domain(), 'play.yaml': symphony() }, expect: [] },
  ],
});
