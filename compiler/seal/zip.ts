/**
 * The archive of a pack: a zip file (APPNOTE.TXT) in one form only. Entries are stored, not compressed, in the order of
 * their names, all of 1980-01-01T00:00:00, without comments and extra fields. So the same members always give the same
 * bytes, and a reader can demand that encoding the members again gives exactly what it was given.
 */
import { compareText } from '../base/text.ts';

/** The largest pack that is opened. */
export const maxPackBytes = 512 * 1024 * 1024;
/** A zip file without its 64-bit extension counts its entries in 16 bits. */
export const maxMembers = 65_535;
const maxNameLength = 1024;

/** Local time on purpose: zip files hold local times, and fflate reads this in the zone it then writes. */
const fixedTime = '1980-01-01T00:00:00';

/** Members by name → the bytes of the archive. */
export async function encodeZip(members: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const { zipSync } = await import('fflate');
  const sorted = [...members].sort(([a], [b]) => compareText(a, b));
  return zipSync(Object.fromEntries(sorted), { level: 0, mtime: fixedTime });
}

/**
 * True for a name that every system can extract below the folder it is told to, and show on a terminal. fflate keeps
 * members as properties of an object by their whole names, of which one would be its prototype.
 */
export function isSafeName(name: string): boolean {
  if (name === '__proto__') return false;
  if (name.length > maxNameLength || /[\\\p{Cc}\p{Surrogate}]|^[A-Za-z]:/u.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
