import { joinPath } from '../../base/path.ts';
import { type CliContext, defineCommand, UsageError } from '../define.ts';
import { absolute } from '../workspace-options.ts';

export default defineCommand({
  name: 'verify',
  summary: 'verify an evidence pack offline: members, digests, statements, signatures and who signed',
  configure: (command) =>
    void command
      .argument('<pack>', 'an evidence.zip, or an output folder that holds one')
      .list('--key <file>', 'trust this public key (PEM) instead of the keys in your store')
      .option('--format <format>', 'pretty or json', 'pretty'),
  run: async (context, options, [pack]) => {
    const format = String(options['format']);
    if (format !== 'pretty' && format !== 'json')
      throw new UsageError(`there is no format \`${format}\``, 'the formats are pretty and json');
    const bytes = readPack(context, absolute(context, pack!));
    const [{ verifyPack, renderVerify }, keys] = await Promise.all([
      import('../../verify/index.ts'),
      import('../trusted-keys.ts'),
    ]);
    const given = options['key'] as readonly string[];
    const trustedKeys = given.length > 0 ? given.map((file) => readKey(context, keys, file)) : fromStore(context, keys);
    const result = await verifyPack(bytes, { trustedKeys });
    context.out(format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : renderVerify(result));
    return result.ok ? 0 : 1;
  },
});

type Keys = typeof import('../trusted-keys.ts');

function readPack({ host }: CliContext, path: string): Uint8Array {
  const file = host.stat(path)?.type === 'directory' ? joinPath(path, 'evidence.zip') : path;
  if (host.stat(file)?.type !== 'file')
    throw new UsageError(`there is no pack at ${file}`, 'name an evidence.zip, or an output folder that holds one');
  return host.readFile(file);
}

function readKey(context: CliContext, { readPublicKeyFile }: Keys, file: string) {
  const read = readPublicKeyFile(context.host, absolute(context, file), 'option');
  if ('problem' in read) throw new UsageError(read.problem.message, read.problem.help);
  return read.key;
}

function fromStore(context: CliContext, { readTrustStore }: Keys) {
  const { keys, problems } = readTrustStore(context.host);
  for (const { message, help } of problems) context.err(`warning: ${message}\n  help: ${help}\n`);
  return keys;
}
