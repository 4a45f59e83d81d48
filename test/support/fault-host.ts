/** A host that fails on demand, to see what a full disk, a read-only one or a missing permission leaves behind. */
import { type Host, HostError, type HostErrorCode } from '../../compiler/host/host.ts';

/** The operations of a host that change something. */
export const writing = [
  'writeFile',
  'writeNew',
  'writeDurable',
  'removeEmptyFolder',
  'replaceFile',
  'makeDirectory',
  'remove',
  'rename',
  'linkFile',
  'pointLink',
  'createExclusive',
] as const;
/** The operations that read. */
export const reading = ['readFile', 'readDirectory', 'realPath'] as const;

export type Operation = (typeof writing)[number] | (typeof reading)[number];

export interface Call {
  readonly operation: Operation;
  readonly path: string;
  /** How many operations that change something came before it. */
  readonly writes: number;
}

export interface FaultHost extends Host {
  /** Everything that was asked of it so far. */
  readonly calls: readonly Call[];
}

/** `host`, except that an operation for which `fault` gives a code throws it and does nothing. */
export function faultHost(host: Host, fault: (call: Call) => HostErrorCode | undefined): FaultHost {
  const calls: Call[] = [];
  let writes = 0;
  const wrap = (operation: Operation) => {
    const original = host[operation].bind(host) as (...args: readonly unknown[]) => unknown;
    return (...args: readonly unknown[]): unknown => {
      const call = { operation, path: String(args[0]), writes };
      calls.push(call);
      if ((writing as readonly string[]).includes(operation)) writes++;
      const code = fault(call);
      if (code) throw new HostError(code, call.path);
      return original(...args);
    };
  };
  const wrapped = Object.fromEntries([...writing, ...reading].map((operation) => [operation, wrap(operation)]));
  return { ...host, ...(wrapped as unknown as Partial<Host>), calls };
}

/** Fails the write number `n` and every one after it, as a full disk does; releasing and tidying up still works. */
export const fullDiskFrom =
  (n: number, code: HostErrorCode) =>
  ({ operation, writes }: Call): HostErrorCode | undefined =>
    writes >= n && operation !== 'remove' && (writing as readonly string[]).includes(operation) ? code : undefined;
