/** A picture of `public/pictures/` to try options on. */
export interface Sample {
  /** The source, as an image URL names it. */
  source: string;
  title: string;
  alt: string;
}

export const SAMPLES: readonly Sample[] = [
  {
    source: 'pictures/orbit.jpg',
    title: 'Orbit',
    alt: 'A satellite on a dotted orbit around a blue planet',
  },
  {
    source: 'pictures/perigee.jpg',
    title: 'Perigee',
    alt: 'A satellite close above a blue planet, on the near end of a dotted orbit',
  },
  {
    source: 'pictures/apogee.jpg',
    title: 'Apogee',
    alt: 'The same planet, small, seen from the far end of the orbit',
  },
  {
    source: 'pictures/terminator.jpg',
    title: 'Terminator',
    alt: 'The line between day and night across a planet',
  },
  {
    source: 'pictures/ground-track.jpg',
    title: 'Ground track',
    alt: 'The sine-like track of a satellite over a map grid',
  },
];

/** The sample that the page begins with. */
export const FIRST_SAMPLE = 'pictures/orbit.jpg';
