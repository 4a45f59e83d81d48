/**
 * Text → documents with a span for every node. The one door to parsing: whatever parser stands behind it, what comes
 * out are plain values, a parallel tree of spans, and findings. What looks like a secret does not get past it.
 */
import { maskSecrets, secretsIn } from '../base/secrets/index.ts';
import { sourceText } from '../base/text.ts';
import { finding } from '../diagnostics/finding.ts';
import { readCommonYaml } from './common-yaml.ts';
import { decode } from './decode.ts';
import type { ParseResult } from './result.ts';

/** Parses all documents of one file. After a finding of code YAML_SYNTAX, ENCODING_INVALID or INPUT_LIMIT none is given. */
export async function parse(file: string, bytes: Uint8Array): Promise<ParseResult> {
  const decoded = decode(file, bytes);
  if ('finding' in decoded) return { documents: [], findings: [decoded.finding] };
  const found = secretsIn(decoded.text);
  const source = sourceText(file, maskSecrets(decoded.text, found), found.length > 0);
  const secrets = found.map(({ what, start, end }) =>
    finding('SECRET_INLINE', { what }, { file, range: source.range(start, end) }),
  );
  const common = readCommonYaml(source);
  if (common) return { documents: common, findings: [], secrets };
  const { readYaml } = await import('./yaml.ts');
  return { ...readYaml(source), secrets };
}
