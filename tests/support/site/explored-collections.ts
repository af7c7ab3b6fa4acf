/** Adds collections of every kind to `src/collections.ts`, for the tests of the data explorer. */
export function withExploredCollections(source: string): string {
  return source.replace(
    /\}\);\s*$/,
    `
  stars: {
    schema: z.strictObject({ name: z.string().min(1), magnitude: z.number(), kind: z.enum(['dwarf', 'giant']) }),
    indexes: ['name', 'kind'],
    limits: { scan: 200 },
  },
  voyages: {
    schema: z.strictObject({
      name: z.string().min(2).max(40),
      status: z.enum(['planned', 'under way', 'done']),
      crew: z.number().int().min(1).max(12),
      crewed: z.boolean(),
      launch: z.iso.date().optional(),
      landed: z.iso.datetime().nullable().optional(),
      orbit: z.strictObject({ perigee: z.number(), apogee: z.number(), inclination: z.number().optional() }),
      ports: z.array(z.string().min(2)).optional(),
      log: z.array(z.strictObject({ day: z.number(), note: z.string() })).optional(),
      notes: z.string().optional(),
      userId: reference.optional(),
    }),
    indexes: ['name', 'status'],
    access: 'private',
  },
  notes: { schema: z.looseObject({}), search: false },
  settings: { schema: z.strictObject({ title: z.string().min(1), theme: z.enum(['light', 'dark']) }), singleton: true },
});
`,
  );
}

/** More stars than an anonymous list may scan (`limits.scan`). */
export const STARS = Array.from({ length: 240 }, (_, i) => ({
  name: `Star ${String(i).padStart(3, '0')}`,
  magnitude: (i * 37) % 60,
  kind: i % 3 === 0 ? 'giant' : 'dwarf',
}));

/** Voyages with and without the optional fields. */
export const VOYAGES = [
  {
    name: 'Luna 1',
    status: 'done',
    crew: 1,
    crewed: false,
    launch: '1959-01-02',
    landed: null,
    orbit: { perigee: 146.4, apogee: 197.2 },
    ports: ['Baikonur'],
    log: [{ day: 1, note: 'Past the Moon' }],
    notes: 'A long text, which a table clips. '.repeat(6).trim(),
    userId: 0,
  },
  { name: 'Far side', status: 'planned', crew: 4, crewed: true, orbit: { perigee: 1, apogee: 2 } },
];
