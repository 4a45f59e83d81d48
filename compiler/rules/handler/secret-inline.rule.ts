import { phaseRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const play = (...fields: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'timeout: 5s', ...fields))) }),
});

/** In parts, so that this file holds nothing that looks like a secret. */
const drawn = (prefix: string): string => `${prefix}${'Zx81kQp02LmN44vB7'.repeat(3).slice(0, 36)}`;

export default phaseRule<{ what: string }>({
  code: 'SECRET_INLINE',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  phase: 'parse',
  keepsContent: true,
  doc: `Something in a definition looks like a credential: a token or key in the form of a known issuer, a private key, a JSON
Web Token, a password in an address, or a value that looks drawn by a machine under a name such as \`password\`, \`token\` or
\`api_key\`. Values, keys and comments count alike. Whoever can read the file can use it.

Whatever it is, it is masked: no plan, page, report, excerpt or cached result shows it, the evidence pack has the digest of
the file alone, and no symphony of the file can be played. That holds also when the workspace lowers the severity of this
code. References are none: \`\${TOKEN}\`, \`<token>\`, the name of a variable, \`vault:…\`; nor are digests, UUIDs and
placeholders such as \`changeme\`.

Write the name of an environment variable instead, and let the command or handler read it. Then replace the credential where
it was issued: it is in the history of the file, and in that of everything that has read it.`,
  message: ({ what }) => `this looks like ${what}; it is masked from here on`,
  help: 'name an environment variable that holds it, and have the credential replaced: it must count as known',
  examples: [
    {
      title: 'tokens in an argument, a key and a comment',
      files: play(`run: [deploy, ${drawn('ghp_')}]`, `with: { ${drawn('npm_')}: 1 }`, `# ${drawn('glpat-')}`),
      expect: [
        { file: 'play.yaml', line: 13, column: 23 },
        { file: 'play.yaml', line: 14, column: 17 },
        { file: 'play.yaml', line: 15, column: 11 },
      ],
    },
    {
      title: 'a password in an address, and values under names',
      files: play(
        `probe: { http: "https://me:${'hunter'}2@example.org", expect: status == 200 }`,
        `with: { api_key: ${drawn('')}, db: { password: "${'S3cr3t'}!pass" } }`,
      ),
      expect: [
        { file: 'play.yaml', line: 13, column: 36 },
        { file: 'play.yaml', line: 14, column: 26 },
        { file: 'play.yaml', line: 14, column: 81 },
      ],
    },
    {
      title: 'the default of an input',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({ extra: `inputs:\n  api_token:\n    type: string\n    default: ${drawn('')}` }),
      },
      expect: [{ file: 'play.yaml', line: 10, column: 14 }],
    },
    {
      title: 'a private key',
      files: play(
        'run: [make]',
        `with:\n          key: |\n            -----BEGIN PRIVATE ${'KEY'}-----\n            ${drawn('MII')}\n            -----END PRIVATE KEY-----`,
      ),
      expect: [{ file: 'play.yaml', line: 17, column: 13 }],
    },
    {
      title: 'references, digests and placeholders',
      files: play(
        `run: [deploy, --token, "\${DEPLOY_TOKEN}", "https://me:\${PASSWORD}@example.org"]`,
        'with: { token: DEPLOY_TOKEN, password: changeme, secret: "vault:prod/Db1#key" }',
        `labels: { digest: "sha256:${'0123456789abcdef'.repeat(4)}", token: 123e4567-e89b-12d3-a456-426614174000 }`,
      ),
      expect: [],
    },
  ],
});
