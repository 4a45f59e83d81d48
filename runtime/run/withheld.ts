/** What beats do not get to see of the environment. */

/** The key that signs builds, and the way to the database of journals, are nobody's business while a plan is played. */
const names = ['SYMPHONYC_SIGNING_KEY', 'SYMPHONYC_SIGNING_KEY_FILE', 'SYMPHONYC_DATABASE_URL'];

/** Takes them out of the environment, which handlers and commands share. Gives the function that puts them back. */
export function withholdKeys(): () => void {
  const kept = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  return () => {
    for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
  };
}
