/** What the operating system and the network refuse, in words: the one table of compiler and runtime. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ELOOP: 'a link leads in a circle',
  ENOSPC: 'there is no space left on the disk',
  EROFS: 'the file system is read-only',
  EIO: 'the device or the file system failed',
  EEXIST: 'something of that name exists',
  EMFILE: 'too many files are open',
  E2BIG: 'its arguments are too long',
  ENOEXEC: 'it is no program of this system',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: 'it takes too long',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

/** Why something was refused; the first line of the message for what has no words here. */
export function systemReason(error: unknown): string {
  const { code = '', message = String(error) } = (error ?? {}) as { code?: unknown; message?: string };
  return Object.hasOwn(reasons, String(code)) ? reasons[String(code)]! : message.split('\n')[0]!;
}
