import { Problem } from '../../lib/http/problem/problem.ts';
import { parseOptions } from '../../lib/images/options/option-grammar.ts';
import type { Options } from '../../lib/images/options/options.ts';
import { imageUrl } from '../../lib/images/url/srcset.ts';
import { optionsText, type Wish } from './wish.ts';

/** What is wrong, and the control that it belongs to: an option, the source, or the form as a whole. */
export interface Complaint {
  control: string | null;
  message: string;
}

/** An image URL with its options. */
export interface WantedImage {
  path: string;
  options: Options;
}

/** Reads a wish as the server will. Returns why there is no image, for a wish that the server would refuse. */
export function wantedImage(wish: Wish): WantedImage | { complaint: Complaint } {
  if (wish.source.trim() === '') {
    return {
      complaint: {
        control: 'source',
        message: 'A source is needed, such as pictures/orbit.jpg or https://host/a.jpg.',
      },
    };
  }
  try {
    const options = parseOptions(optionsText(wish));
    return { path: imageUrl(wish.source.trim(), options), options };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { complaint: complaintOf(error.code, error.message, wish) };
  }
}

/** Codes that blame the source. */
const OF_SOURCE = /^(bad-image-source|source-.*|no-such-file|not-an-image|undecodable-image)$/;

/** How messages of the option grammar and of `permittedOptions` name an option. */
const NAMED_OPTION = /^The option ([\w.-]+) |^([\w.-]+)=/;

/** The control that a problem belongs to. */
export function complaintOf(code: string, message: string, { options }: Wish): Complaint {
  const [, name, assigned = name] = NAMED_OPTION.exec(message) ?? [];
  if (OF_SOURCE.test(code)) return { control: 'source', message };
  if (code === 'image-too-large') return { control: 'width' in options ? 'width' : 'height', message };
  if (code === 'unsupported-image') return { control: 'format', message };
  if (/^A point as gravity /.test(message)) return { control: 'gravity', message };
  if (/ is not a preset;/.test(message)) return { control: 'preset', message };
  return { control: assigned ?? null, message };
}
