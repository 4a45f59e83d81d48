/** Steps that jobs share: bringing the workspace there and away, and asking GitHub who approves. */
import { journals } from '../workflows/script.ts';

/** Without the token, which would otherwise lie in the files that are handed on. */
export const checkout = { uses: 'actions/checkout@v5', with: { 'persist-credentials': false } };

export const node = { uses: 'actions/setup-node@v5', with: { 'node-version': 22, 'package-manager-cache': false } };

/** An archive, because artifacts forget links, modes and hidden files. One name: what lies there is what came last. */
export const handOn = [
  { name: 'Pack the workspace', run: 'tar -czf "$RUNNER_TEMP/workspace.tgz" .\n' },
  {
    uses: 'actions/upload-artifact@v5',
    with: {
      name: 'workspace',
      path: '${{ runner.temp }}/workspace.tgz',
      'retention-days': 1,
      'compression-level': 0,
      overwrite: true,
      'if-no-files-found': 'error',
    },
  },
];

export const takeOver = [
  { uses: 'actions/download-artifact@v5', with: { name: 'workspace', path: '${{ runner.temp }}' } },
  { name: 'Unpack the workspace', run: 'tar -xzf "$RUNNER_TEMP/workspace.tgz"\n' },
];

/** Each attempt keeps its own: a journal is never replaced. */
export const journal = (part: string): object => ({
  if: 'always()',
  uses: 'actions/upload-artifact@v5',
  with: {
    name: `journal-${part}-\${{ github.run_attempt }}`,
    path: `${journals.join('\n')}\n`,
    'include-hidden-files': true,
    'if-no-files-found': 'warn',
  },
});

/** An environment that nobody has set up comes into being when a job names it, and lets everything pass. */
export const reviewersStep = (role: string): object => ({
  name: `Check that ${role} has reviewers`,
  env: { GH_TOKEN: '${{ github.token }}', ROLE: role },
  run: [
    'rules=$(gh api "repos/$GITHUB_REPOSITORY/environments/$ROLE" --jq \'.protection_rules[].type\' || true)',
    'if ! grep -qx required_reviewers <<< "$rules"; then',
    '  echo "The environment $ROLE has no required reviewers, so nobody would be asked. Add them in the settings of the repository." >&2',
    '  exit 1',
    'fi',
    '',
  ].join('\n'),
});

/** Somebody who has approved the environment in this run, and with what comment. */
export const approverScript = [
  'approvals="repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/approvals"',
  'last="[.[] | select(.state == \\"approved\\" and any(.environments[]; .name == \\"$ROLE\\"))] | last"',
  'APPROVER=$(gh api "$approvals" --jq "$last | .user.login // empty")',
  'COMMENT=$(gh api "$approvals" --jq "$last | .comment // empty")',
  '',
].join('\n');
