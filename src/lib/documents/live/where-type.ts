/** Conditions on the fields of a document, all of which must hold: the object of `_where`. */
export type Where<Document> = {
  [Field in keyof Document]?: FieldCondition<Exclude<Document[Field], undefined>>;
} & {
  and?: readonly Where<Document>[];
  or?: readonly Where<Document>[];
};

/** A value that the field must equal, operators, or conditions on the fields inside it. */
type FieldCondition<Value> = unknown extends Value
  ? unknown
  : Value extends readonly (infer Item)[]
    ? { has?: Item; exists?: boolean }
    : Value extends object
      ? Where<Value> | { exists?: boolean }
      : Value | Comparisons<Value>;

/** The operators of `docs/api.md`, without their colon. */
interface Comparisons<Value> {
  eq?: Value;
  ne?: Value;
  in?: readonly Value[];
  gte?: Ordered<Value>;
  lte?: Ordered<Value>;
  gt?: Ordered<Value>;
  lt?: Ordered<Value>;
  contains?: Text<Value>;
  startsWith?: Text<Value>;
  endsWith?: Text<Value>;
  exists?: boolean;
}

type Ordered<Value> = Value extends string | number ? Value : never;
type Text<Value> = Value extends string ? string : never;
