/** What goes out of the house is without the secrets of the environment, whoever wrote them into a message. */

/** Names of variables that hold secrets, not the places of files with them. */
const secretName =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|APIKEY|_KEY|^KEY|_HEADERS|_DSN|DATABASE_URL)$/i;

/** Shorter values are words that occur by chance. */
const shortest = 8;

/** A text is cut here: a signal is for looking at. */
const longest = 16_384;

/** Gives a function that replaces the values of secret variables in a text. */
export function maskerOf(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const secrets = Object.entries(env)
    .flatMap(([name, value = '']) => (secretName.test(name) && value.length >= shortest ? [value] : []))
    // One that contains another goes first.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const secret of secrets) masked = masked.replaceAll(secret, '***');
    return masked.length <= longest ? masked : `${masked.slice(0, longest)} … (${masked.length} characters)`;
  };
}
