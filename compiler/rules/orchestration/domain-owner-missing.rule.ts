import { documentRule } from '../../diagnostics/define.ts';
import { domain } from '../example.ts';

export default documentRule<{ id: string }>()({
  code: 'DOMAIN_OWNER_MISSING',
  dimension: 'orchestration',
  aspect: 'domain',
  severity: 'major',
  over: 'domain',
  doc: `The domain has no owner. When something in it goes wrong or must be decided, nobody answers.

Write under \`owner\` the team or role that answers for the domain.`,
  message: ({ id }) => `the domain \`${id}\` has no owner`,
  help: 'write `owner:` with the team or role that answers for it',
  check: ({ node, report }) => {
    if ((node.value.owner ?? '').trim() === '') report({ params: { id: node.value.id }, at: ['id'] });
  },
  examples: [
    {
      title: 'no owner',
      files: { 'build.yaml': domain().replace('owner: team\n', '') },
      expect: [{ file: 'build.yaml', line: 3, column: 5 }],
    },
    {
      title: 'an owner of blanks',
      files: { 'build.yaml': domain().replace('owner: team', 'owner: "  "') },
      expect: [{ file: 'build.yaml', line: 3, column: 5 }],
    },
    { title: 'a domain with its owner', files: { 'build.yaml': domain() }, expect: [] },
  ],
});
