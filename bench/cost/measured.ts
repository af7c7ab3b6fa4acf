/** What `npm run bench:cost` writes. */
export interface MeasuredCosts {
  /** Calls per minute and key, by the name of the binding. */
  limits: Readonly<Record<string, number>>;
  requests: readonly MeasuredRequest[];
}

export interface MeasuredRequest {
  name: string;
  kind: 'document' | 'unchanged' | 'list' | 'search';
  /** The number of users in the database; there are a quarter as many pictures. */
  users: number;
  path: string;
  status: number;
  rowsRead: number;
  /** CPU time of Worker and database together. */
  cpuMilliseconds: number;
}
