import { isEqual, isObject, type Json, type JsonObject } from '../json.ts';

/** A field that differs between two versions of a document that began as one. */
export interface Difference {
  path: readonly string[];
  /** The value before both; `undefined` for absence. */
  base: Json | undefined;
  mine: Json | undefined;
  theirs: Json | undefined;
  /** Who changed it. */
  changedBy: 'me' | 'them' | 'both';
}

export type Choice = 'mine' | 'theirs';

/** The fields in which my version and theirs differ, inside objects too. Equal changes are no difference. */
export function differencesOf(base: JsonObject, mine: JsonObject, theirs: JsonObject): Difference[] {
  return differencesAt([], base, mine, theirs);
}

function differencesAt(
  path: readonly string[],
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
): Difference[] {
  const names = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  return [...names].flatMap((name): Difference[] => {
    const [before, my, their] = [base[name], mine[name], theirs[name]];
    if (isEqual(my, their)) return [];
    const place = [...path, name];
    if (isObject(my) && isObject(their)) {
      return differencesAt(place, isObject(before) ? before : {}, my, their);
    }
    const changedBy = isEqual(before, my) ? 'them' : isEqual(before, their) ? 'me' : 'both';
    return [{ path: place, base: before, mine: my, theirs: their, changedBy }];
  });
}

/** The choice that keeps every change: mine where I changed something, theirs elsewhere. */
export function firstChoice({ changedBy }: Difference): Choice {
  return changedBy === 'them' ? 'theirs' : 'mine';
}

/** Their version with my values where they are chosen. */
export function resolved(
  theirs: JsonObject,
  differences: readonly Difference[],
  choiceOf: (difference: Difference) => Choice,
): JsonObject {
  return differences
    .filter((difference) => choiceOf(difference) === 'mine')
    .reduce((document, { path, mine }) => withValue(document, path, mine), theirs);
}

/** A copy of an object with this value at a path; `undefined` removes the member. */
export function withValue(
  object: JsonObject,
  [name = '', ...rest]: readonly string[],
  value: Json | undefined,
): JsonObject {
  if (rest.length > 0) {
    const inner = object[name];
    return { ...object, [name]: withValue(isObject(inner) ? inner : {}, rest, value) };
  }
  if (value !== undefined) return { ...object, [name]: value };
  const { [name]: _, ...others } = object;
  return others;
}
