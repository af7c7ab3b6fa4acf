// The parts of OpenAPI 3.1 that the document uses: https://spec.openapis.org/oas/v3.1.1.html

/** A JSON Schema (draft 2020-12), or a reference to one. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** A schema of objects. */
export interface ObjectSchema extends Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

// A type, because an interface cannot be assigned to `Schema`, which has an index signature.
export type Reference = { $ref: string };

export interface Header {
  description: string;
  schema: Schema;
}

export interface Example {
  /** The request that has this response, such as `GET /api/users/1`; or what the body is. */
  summary: string;
  value: unknown;
}

export interface MediaType {
  schema: Schema;
  examples?: Record<string, Example>;
}

export interface Response {
  description: string;
  headers?: Record<string, Reference>;
  content?: Record<string, MediaType>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  description: string;
  required?: boolean;
  style?: 'form' | 'simple';
  explode?: boolean;
  schema: Schema;
  example?: unknown;
}

/** A Security Requirement Object: the scopes that each scheme must grant. `{}` needs no credential. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: readonly SecurityRequirement[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { required: true; content: Record<string, MediaType> };
  responses: Record<string, Response | Reference>;
}

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

export type PathItem = Partial<Record<Method, Operation>>;

export type Paths = Record<string, PathItem>;

export interface OpenApiDocument {
  openapi: '3.1.1';
  info: {
    title: string;
    version: string;
    summary: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string; description: string }[];
  tags: { name: string; description: string }[];
  paths: Paths;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Response>;
    parameters: Record<string, Parameter>;
    headers: Record<string, Header>;
    securitySchemes: Record<string, Record<string, unknown>>;
  };
}
