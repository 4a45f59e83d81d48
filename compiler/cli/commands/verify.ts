import { printable } from '../../../runtime/core/text.ts';
import { joinPath } from '../../base/path.ts';
import { printableJson } from '../../base/printable-json.ts';
import { type CliContext, defineCommand, UsageError } from '../define.ts';
import { readOutputFolder } from '../output-folder.ts';
import { absolute } from '../workspace-options.ts';

export default defineCommand({
  name: 'verify',
  summary:
    'verify an output folder, an evidence pack or the journal of a run offline: every file, digest, statement, signature, and who signed',
  configure: (command) =>
    void command
      .argument(
        '<pack>',
        'an output folder with its evidence.zip, all of which is compared; an evidence.zip alone; or the folder or journal of a run',
      )
      .list('--key <file>', 'trust this public key (PEM) instead of the keys in your store')
      .option(
        '--head <hash>',
        'the head of the journal as it was known before: its lines have to be those, and may be more',
      )
      .option('--format <format>', 'pretty or json', 'pretty'),
  run: async (context, options, [given]) => {
    const format = String(options['format']);
    if (format !== 'pretty' && format !== 'json')
      throw new UsageError(`there is no format \`${format}\``, 'the formats are pretty and json');
    const path = absolute(context, given!);
    const { journalAt, verifyJournal } = await import('../play/verify-journal.ts');
    const journal = await journalAt(context, path, given!);
    const head = options['head'] as string | undefined;
    if (journal !== undefined) return verifyJournal(context, journal, head, format === 'json');
    if (head !== undefined) throw new UsageError('--head is about the journal of a run, and this is none');
    const { folder, pack } = findPack(context, path);
    const [verify, keys] = await Promise.all([import('../../verify/index.ts'), import('../trusted-keys.ts')]);
    const named = options['key'] as readonly string[];
    const trustedKeys = named.length > 0 ? named.map((file) => readKey(context, keys, file)) : fromStore(context, keys);
    const { host } = context;
    const result =
      (await verify.refuseLargePack(host.stat(pack)!.size)) ??
      (await verify.verifyPack(host.readFile(pack), {
        trustedKeys,
        folder: folder === undefined ? undefined : readOutputFolder(host, folder),
      }));
    context.out(format === 'json' ? printableJson(result) : verify.renderVerify(result));
    return result.ok ? 0 : 1;
  },
});

type Keys = typeof import('../trusted-keys.ts');

/** The folder by its real path: another build may replace the link to it meanwhile. */
function findPack({ host }: CliContext, path: string): { readonly folder?: string; readonly pack: string } {
  const folder = host.stat(path)?.type === 'directory' ? host.realPath(path) : undefined;
  const pack = folder === undefined ? path : joinPath(folder, 'evidence.zip');
  if (host.stat(pack)?.type === 'file') return { folder, pack };
  const help = 'name an output folder with an evidence.zip; builds with `--no-seal` have none';
  throw new UsageError(`there is no pack at ${folder === undefined ? path : joinPath(path, 'evidence.zip')}`, help);
}

function readKey(context: CliContext, { readPublicKeyFile }: Keys, file: string) {
  const read = readPublicKeyFile(context.host, absolute(context, file), 'option');
  if ('problem' in read) throw new UsageError(read.problem.message, read.problem.help);
  return read.key;
}

function fromStore(context: CliContext, { readTrustStore }: Keys) {
  const { keys, problems } = readTrustStore(context.host);
  for (const { message, help } of problems) context.err(`warning: ${printable(message)}\n  help: ${printable(help)}\n`);
  return keys;
}
