/**
 * One kind of secret. `pattern` is the source of a regular expression without capturing groups; each of its alternatives begins
 * with signs that are rare in texts, so that looking for it is cheap.
 */
export type SecretRule = {
  readonly id: string;
  readonly what: string;
  readonly pattern: string;
  /** The part of what was found, at its beginning, that is no secret. */
  readonly keeps?: RegExp;
  /** Whether it counts in the middle of a word too. */
  readonly isAnywhere?: true;
  /** Two made-up ones that must be found: what is written here is no secret. */
  readonly examples: readonly [string, string];
};

const word = "[A-Za-z0-9]";
const base64url = "[A-Za-z0-9_-]";
const end = "(?![A-Za-z0-9_-])";

/** Runs of signs for the examples, so that nothing in this file looks like a secret to anybody else's scanner. */
const letters = (length: number) => "aB3dE5gH7j".repeat(9).slice(0, length);
const capitals = (length: number) => "AB3DE5GH7J".repeat(9).slice(0, length);
const hex = (length: number) => "0a1b2c3d4e5f6789".repeat(5).slice(0, length);

/** Secrets that are known by their own form, wherever they stand. The forms are those the providers document. */
export const secretRules: readonly SecretRule[] = [
  {
    id: "github-token",
    what: "a token of GitHub",
    pattern: `(?:gh[pousr]_[A-Za-z0-9_.]{20,}|github_pat_\\w{22,})`,
    examples: [`ghp_${letters(36)}`, `github_pat_${letters(22)}_${letters(59)}`],
  },
  {
    id: "aws-access-key",
    what: "an access key of AWS",
    pattern: `(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])`,
    examples: [`AKIA${"ABCDEFGH234567QR"}`, `ASIA${"QRSTUVWX765432AB"}`],
  },
  {
    id: "google-key",
    what: "a key or token of Google",
    pattern: `(?:AIza${base64url}{35}|ya29\\.${base64url}{20,}|GOCSPX-${base64url}{20,}|1//0${base64url}{30,})`,
    examples: [`AIza${letters(35)}`, `ya29.${letters(60)}`],
  },
  {
    id: "azure-key",
    what: "a key, signature or client secret of Azure",
    pattern: `AccountKey=[A-Za-z0-9+/]{40,}={0,2}|SharedAccess(?:Key|Signature)=[^\\s"';]{20,}|[?&]sig=[A-Za-z0-9%+/]{30,}={0,2}|Q~(?<=[A-Za-z0-9_~.-]{3}\\dQ~)[A-Za-z0-9_~.-]{31,34}`,
    keeps: /^(?:[A-Za-z]+=|[?&]sig=)/,
    isAnywhere: true,
    examples: [`AccountKey=${letters(86)}==`, `abc8Q~${letters(34)}`],
  },
  {
    id: "slack-token",
    what: "a token or hook of Slack",
    pattern: `(?:xox[abcdeoprs](?:-|\\.)${base64url}[A-Za-z0-9_.-]{9,}|xapp-\\d-${base64url}{10,})|https://hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{20,}`,
    examples: [
      `xoxb-${"1".repeat(12)}-${letters(24)}`,
      `https://hooks.slack.com/services/T${capitals(8)}/B${capitals(8)}/${letters(24)}`,
    ],
  },
  {
    id: "telegram-token",
    what: "a token of a Telegram bot",
    pattern: `\\d{6,12}:AA${base64url}{31,35}${end}`,
    isAnywhere: true,
    examples: [
      `123456789:AA${letters(33)}`,
      `https://api.telegram.org/bot9876543210:AA${letters(33)}/getMe`,
    ],
  },
  {
    id: "anthropic-key",
    what: "a key of Anthropic",
    pattern: `sk-ant-${base64url}{20,}`,
    examples: [`sk-ant-api03-${letters(80)}`, `sk-ant-oat01-${letters(60)}`],
  },
  {
    id: "openai-key",
    what: "a key of OpenAI",
    pattern: `sk-(?:(?:proj|svcacct|admin|None)-${base64url}{20,}|${word}{32,})`,
    examples: [`sk-proj-${letters(60)}`, `sk-${letters(48)}`],
  },
  {
    id: "stripe-key",
    what: "a key of Stripe",
    pattern: `(?:(?:sk|rk|pk)_(?:live|test)_${word}{10,}|whsec_[A-Za-z0-9+/=]{24,})`,
    examples: [`sk_live_${letters(24)}`, `whsec_${letters(32)}`],
  },
  {
    id: "npm-token",
    what: "a token of npm",
    pattern: `npm_${word}{36}|_authToken=[^\\s"'\`\\\\&<>()]{8,}`,
    keeps: /^_authToken=/,
    examples: [`npm_${letters(36)}`, `//registry.npmjs.org/:_authToken=${letters(20)}`],
  },
  {
    id: "jwt",
    what: "a JSON Web Token",
    pattern: `eyJ${base64url}{10,500}\\.eyJ${base64url}{10,}\\.${base64url}*`,
    examples: [
      `eyJ${letters(20)}.eyJ${letters(40)}.${letters(43)}`,
      `eyJ${letters(33)}.eyJ${letters(60)}.`,
    ],
  },
  {
    id: "private-key",
    what: "a private key",
    // Also on one line, its line feeds spelled out, and cut off: then to the end.
    pattern: `-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:(?!-----END)(?:[A-Za-z0-9+/=\\s:,.()-]|\\\\+[nrt]))*(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----)?`,
    examples: [
      `-----BEGIN RSA PRIVATE KEY-----\n${letters(64)}\n-----END RSA PRIVATE KEY-----`,
      `-----BEGIN PRIVATE KEY-----\\n${letters(64)}\\n`,
    ],
  },
  {
    id: "url-password",
    what: "the password in an address",
    pattern: `://[^\\s/?#@:"'<>()]{0,80}:[^\\s/?#"'<>()]{1,200}(?=@)`,
    keeps: /^:\/\/[^:]*:/,
    isAnywhere: true,
    examples: [
      `postgres://app:${letters(12)}@db.example.com/app`,
      `redis://:${letters(12)}@cache:6379/0`,
    ],
  },
  {
    id: "other-token",
    what: "a token of another well-known provider",
    pattern: `(?:glpat-${base64url}{20,}|hf_${word}{30,}|do[opr]_v1_[a-f0-9]{64}|SG\\.${base64url}{16,100}\\.${base64url}{16,}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|pypi-AgE${base64url}{50,}|dckr_pat_${base64url}{20,}|lin_api_${word}{32,}|hv[sb]\\.${base64url}{24,}|dapi[a-f0-9]{32}|glsa_${word}{32}_[a-f0-9]{8}|ATATT3${base64url}{20,}|ntn_${word}{40,}|PMAK-[a-f0-9]{24}-[a-f0-9]{34}|figd_${base64url}{30,}|sntry[su]_${base64url}{30,}|AGE-SECRET-KEY-1[A-Z0-9]{58})|https://(?:\\w+\\.)?discord(?:app)?\\.com/api/webhooks/\\d+/${base64url}{30,}`,
    examples: [`glpat-${letters(20)}`, `dop_v1_${hex(64)}`],
  },
];
