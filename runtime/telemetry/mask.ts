/** What goes out of the house is without the secrets of the environment, whoever wrote them into a message. */

/** How the names of variables end that hold secrets, not the places of files with them. */
const endings = [
  'TOKEN',
  'SECRET',
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'CREDENTIAL',
  'CREDENTIALS',
  'APIKEY',
  '_KEY',
  '_HEADERS',
  '_DSN',
  'DATABASE_URL',
];

function isSecret(name: string): boolean {
  const upper = name.toUpperCase();
  return upper === 'KEY' || endings.some((ending) => upper.endsWith(ending));
}

/** Shorter values are words that occur by chance. */
const shortest = 8;

/** Gives a function that writes a value as JSON, with the values of secret variables replaced wherever they are within a text. */
export function maskerOf(env: Readonly<Record<string, string | undefined>>): (value: unknown) => string {
  const secrets = Object.entries(env)
    .flatMap(([name, value = '']) => (value.length >= shortest && isSecret(name) ? [value] : []))
    // One that contains another goes first.
    .sort((a, b) => b.length - a.length);
  const mask = (text: string): string => secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
  const isIn = (json: string): boolean => secrets.some((secret) => json.includes(JSON.stringify(secret).slice(1, -1)));
  return (value) => {
    const json = JSON.stringify(value);
    // Looking at each text takes several times as long as writing them all.
    return isIn(json) ? JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? mask(one) : one)) : json;
  };
}
