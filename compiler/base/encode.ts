const encoder = new TextEncoder();

/** Text → UTF-8 bytes. */
export const encode = (text: string): Uint8Array => encoder.encode(text);
