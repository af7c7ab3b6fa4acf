/** A name of a collection, its singular or a relation. It is safe as a path segment and inside SQL text. */
export const NAME_PATTERN = /^[a-z][a-z0-9_-]{0,49}$/i;
