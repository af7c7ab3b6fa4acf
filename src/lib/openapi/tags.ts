/** The tags of operations of no collection. They have a space, which no name of a collection has. */
export const TAGS = {
  images: 'image URLs',
  service: 'service routes',
  tutorial: 'tutorial routes',
} as const;

export const TAG_DESCRIPTIONS: readonly { name: string; description: string }[] = [
  { name: TAGS.images, description: 'Images of allowed sources, in any size and format.' },
  { name: TAGS.service, description: 'What is served, and whether it can be.' },
  { name: TAGS.tutorial, description: 'The routes of the tutorial that the project started from.' },
];
