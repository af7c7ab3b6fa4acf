/** A request that `npm run bench:cost` has measured. */
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
