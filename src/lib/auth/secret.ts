/** Characters. A shorter token can be guessed by requests, and a shorter key from one signed URL. */
export const MIN_SECRET_LENGTH = 16;
