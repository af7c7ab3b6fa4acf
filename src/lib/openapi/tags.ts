/** The tags of operations without a collection. No collection has a space in its name. */
export const TAGS = {
  images: 'image URLs',
  service: 'service routes',
  tutorial: 'tutorial routes',
} as const;

export const TAG_DESCRIPTIONS: readonly { name: string; description: string }[] = [
  { name: TAGS.images, description: 'Images from allowed sources, in any size and format.' },
  { name: TAGS.service, description: 'Descriptions of what is served, and the state of the service.' },
  { name: TAGS.tutorial, description: 'The routes of the tutorial that the project started from.' },
];
