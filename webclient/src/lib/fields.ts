/** Readers of JSON values: each returns what it was promised or throws, naming the field. */

/** A message that does not keep to the protocol; its text names the field. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export type Fields = Readonly<Record<string, unknown>>;
export type Reader<T> = (value: unknown, path: string) => T;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError('message: JSON is needed');
  }
}

function fail(path: string, needed: string, value: unknown): never {
  const got = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40);
  throw new ProtocolError(`${path}: ${needed} is needed, got ${got}`);
}

export function object(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'an object', value);
  return value as Fields;
}

export function string(value: unknown, path: string): string {
  return typeof value === 'string' ? value : fail(path, 'a text', value);
}

export function boolean(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : fail(path, 'true or false', value);
}

export function number(value: unknown, path: string): number {
  return typeof value === 'number' ? value : fail(path, 'a number', value);
}

export function positive(value: unknown, path: string): number {
  const read = number(value, path);
  return read > 0 ? read : fail(path, 'a number above 0', value);
}

export function numbers(value: unknown, path: string, length: number): number[] {
  const read = list(value, path, number);
  return read.length === length ? read : fail(path, `a list of ${length} numbers`, value);
}

export function list<T>(value: unknown, path: string, item: Reader<T>): T[] {
  if (!Array.isArray(value)) fail(path, 'a list', value);
  return value.map((entry: unknown, index) => item(entry, `${path}[${index}]`));
}

export function record<T>(value: unknown, path: string, item: Reader<T>): Record<string, T> {
  const entries = Object.entries(object(value, path));
  return Object.fromEntries(entries.map(([key, entry]) => [key, item(entry, `${path}.${key}`)]));
}

export function nullable<T>(value: unknown, path: string, item: Reader<T>): T | null {
  return value === null ? null : item(value, path);
}

export function oneOf<const T extends string>(allowed: readonly T[], value: unknown, path: string): T {
  const found = allowed.find((entry) => entry === value);
  return found ?? fail(path, `one of ${allowed.join(', ')}`, value);
}
