/**
 * Credentials that can be told by their form alone, as those who issue them document it. Each pattern can begin only where
 * a run of its characters begins, so that a long run is looked at once; an escape in quotes ends a run, too.
 */

/** A kind of credential. The pattern's group `secret`, where there is one, is the part that must not be shown. */
interface Form {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Forms of which a text holds none unless it holds the hint. */
interface Family {
  readonly hint: RegExp;
  readonly forms: readonly Form[];
}

/** Few alternatives a hint: with many the engine has no quick way past what is none of them. */
export const families: readonly Family[] = [
  {
    hint: /AKIA|ASIA|AIza|GOCSPX|ya29\./,
    forms: [
      { what: 'an access key of AWS', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
      { what: 'an API key of Google', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))AIza[A-Za-z0-9_-]{35}/g },
      { what: 'a client secret of Google', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))GOCSPX-[A-Za-z0-9_-]{20,}/g },
      { what: 'an access token of Google', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))ya29\.[A-Za-z0-9_-]{20,}/g },
    ],
  },
  {
    hint: /gh[pousr]_|github_pat_|gl[a-z]{1,5}-|ATATT3/,
    forms: [
      { what: 'a token of GitHub', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))gh[pousr]_[A-Za-z0-9]{30,}/g },
      { what: 'a token of GitHub', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))github_pat_[A-Za-z0-9_]{22,}/g },
      {
        what: 'a token of GitLab',
        pattern: /(?:(?<![\w-])|(?<=\\[nrt]))gl(?:agent|cbt|dt|ft|imt|oas|pat|ptt|rt|soat)-[A-Za-z0-9_-]{20,}/g,
      },
      { what: 'a token of Atlassian', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))ATATT3[A-Za-z0-9_=-]{50,}/g },
    ],
  },
  {
    hint: /xox[a-z]|xapp-|hooks\.slack|[sr]k_(?:live|test)_|whsec_|SG\./,
    forms: [
      { what: 'a token of Slack', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))(?:xox[abceoprs]|xapp)-[A-Za-z0-9-]{10,}/g },
      {
        what: 'a webhook of Slack',
        pattern: /(?:(?<![\w-])|(?<=\\[nrt]))hooks\.slack\.com\/services\/(?<secret>[A-Za-z0-9_/]{20,})/g,
      },
      {
        what: 'a key of Stripe',
        pattern: /(?:(?<![\w-])|(?<=\\[nrt]))(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}/g,
      },
      {
        what: 'an API key of SendGrid',
        pattern: /(?:(?<![\w-])|(?<=\\[nrt]))SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g,
      },
    ],
  },
  {
    hint: /npm_|pypi-|dckr_|hvs\.|hf_|dop_v1/,
    forms: [
      { what: 'a token of npm', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/g },
      { what: 'a token of PyPI', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))pypi-[A-Za-z0-9_-]{50,}/g },
      { what: 'a token of Docker Hub', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))dckr_[ap]at_[A-Za-z0-9_-]{20,}/g },
      { what: 'a token of Vault', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))hvs\.[A-Za-z0-9_-]{24,}/g },
      { what: 'a token of Hugging Face', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))hf_[A-Za-z0-9]{30,}/g },
      { what: 'a token of DigitalOcean', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))dop_v1_[a-f0-9]{64}/g },
    ],
  },
  {
    hint: /\bsk-/,
    forms: [
      { what: 'an API key of Anthropic', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))sk-ant-[A-Za-z0-9_-]{16,}/g },
      {
        what: 'an API key of OpenAI',
        pattern: /(?:(?<![\w-])|(?<=\\[nrt]))sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,}/g,
      },
      {
        what: 'an API key',
        pattern: /(?:(?<![\w-])|(?<=\\[nrt]))sk-(?=[A-Za-z]*[0-9])[A-Za-z0-9]{20,}(?![A-Za-z0-9-])/g,
      },
    ],
  },
  {
    hint: /eyJ|AccountKey=|PRIVATE KEY|AGE-SECRET/,
    forms: [
      {
        what: 'a JSON Web Token',
        pattern: /(?:(?<![\w-])|(?<=\\[nrt]))eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
      },
      { what: 'a key of an Azure account', pattern: /AccountKey=(?<secret>[A-Za-z0-9+/]{40,}={0,2})/g },
      // Between the marks of a block, or as far as there are lines of nothing but Base64.
      {
        what: 'a private key',
        pattern:
          /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n){0,99}(?<secret>[^-]{20,}(?=-----END)|(?:(?:\s|\\n)*[A-Za-z0-9+/=]{20,})+)/g,
      },
      { what: 'a private key', pattern: /(?:(?<![\w-])|(?<=\\[nrt]))AGE-SECRET-KEY-1[A-Z0-9]{50,}/g },
    ],
  },
  {
    hint: /:\/\/[^\s/]*@/,
    forms: [
      // Up to the last `@` before a slash. What stands for a value is none.
      {
        what: 'a password in an address',
        pattern:
          /:\/\/[^\s/?#:@"'`<>{}]*:(?!(?:password|passwd|changeme|example|redacted|x+|\*+)@)(?<secret>[^\s/?#"'`$%<>{}](?:[^\s/?#"'`%<>{}]|%[0-9a-f]{2})*)@/gi,
      },
    ],
  },
  {
    hint: /[Aa]uthorization/,
    forms: [
      {
        what: 'a credential of HTTP',
        pattern:
          /authorization["']?\s{0,9}:\s{0,9}["']?(?:basic|bearer|token)\s{1,9}(?<secret>[A-Za-z0-9._~+/-]{12,}=*)/gi,
      },
    ],
  },
];
