/**
 * Text → documents with a span for every node. The one door to parsing: whatever parser stands behind it, what comes
 * out are plain values, a parallel tree of spans, and findings. What looks like a secret does not get past it.
 */
import { maskSecrets, secretsIn } from '../base/secrets/index.ts';
import { sourceText } from '../base/text.ts';
import { finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../model/document.ts';
import { readCommonYaml } from './common-yaml.ts';
import { decode } from './decode.ts';
import type { ParseResult } from './result.ts';
import { commentsBySpans, marker, waiverComments } from './waiver-comments.ts';

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
  if (common) return withWaivers(source, { documents: common, findings: [], secrets }, commentsBySpans);
  const [{ readYaml }, { commentsByLexer }] = await Promise.all([import('./yaml.ts'), import('./lexed-comments.ts')]);
  return withWaivers(source, { ...readYaml(source), secrets }, commentsByLexer);
}

function withWaivers(
  source: SourceText,
  result: ParseResult,
  comments: (text: string, documents: ParseResult['documents']) => readonly number[],
): ParseResult {
  const { documents } = result;
  if (documents.length === 0 || !source.text.includes(marker)) return result;
  const waivers = waiverComments(source, documents, comments(source.text, documents));
  return waivers.length === 0 ? result : { ...result, waivers };
}
