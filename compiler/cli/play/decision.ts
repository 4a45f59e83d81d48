/** The decision that a command line gives. */
import { createPrivateKey, sign } from 'node:crypto';
import type { Confirmation, Decided } from '../../../runtime/index.ts';
import { type CliContext, UsageError } from '../define.ts';
import { absolute } from '../workspace-options.ts';
import { readPairs } from './runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');

interface Given {
  readonly by: string;
  readonly role?: string;
  readonly comment?: string;
  readonly reject: boolean;
  readonly redo: boolean;
  readonly done: boolean;
  readonly measures: readonly string[];
  readonly evidence: readonly string[];
  readonly key?: string;
}

/** Throws UsageError. */
export function decisionOf(
  context: CliContext,
  run: string,
  { kind, subject, role }: Confirmation,
  given: Given,
  { accountName, signedText }: Runtime,
): Decided {
  const measures = readPairs('measure', given.measures).map(([name, text]) => [name, measured(name, text)] as const);
  const evidence = readPairs('evidence', given.evidence).map(([id, path]) => evidenceOf(context, id, path));
  const decision: Decided = {
    type: 'decided',
    kind,
    subject,
    decision: verdictOf(given),
    by: given.by,
    account: accountName(),
    role: given.role ?? role,
    comment: given.comment,
    metrics: measures.length > 0 ? Object.fromEntries(measures) : undefined,
    evidence: evidence.length > 0 ? evidence : undefined,
  };
  if (given.key === undefined) return decision;
  const text = signedText(run, decision);
  return { ...decision, signature: sign(null, Buffer.from(text), keyOf(context, given.key)).toString('base64') };
}

function verdictOf({ reject, redo, done }: Given): Decided['decision'] {
  if (Number(reject) + Number(redo) + Number(done) > 1)
    throw new UsageError('`--reject`, `--redo` and `--done` exclude each other');
  return reject ? 'reject' : redo ? 'redo' : done ? 'done' : 'approve';
}

function measured(name: string, text: string): number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`the value of \`${name}\` is \`${text}\`, which is no number and neither true nor false`);
}

/** As text where it is UTF-8, else as bytes. */
function evidenceOf(context: CliContext, id: string, path: string): NonNullable<Decided['evidence']>[number] {
  const full = absolute(context, path);
  if (context.host.stat(full)?.type !== 'file')
    throw new UsageError(`there is no file \`${path}\` to give as evidence`);
  const bytes = context.host.readFile(full);
  if (bytes.length === 0) throw new UsageError(`\`${path}\` is empty, so it proves nothing`);
  try {
    return { id, content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { id, content: Buffer.from(bytes).toString('base64'), encoding: 'base64' };
  }
}

function keyOf(context: CliContext, path: string): ReturnType<typeof createPrivateKey> {
  const full = absolute(context, path);
  if (context.host.stat(full)?.type !== 'file') throw new UsageError(`there is no key file \`${path}\``);
  try {
    const key = createPrivateKey(Buffer.from(context.host.readFile(full)));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, without what the file holds.
  }
  throw new UsageError(`\`${path}\` holds no Ed25519 private key in PEM`);
}
