// Codes of markers (ITU-T T.81, table B.1): https://www.w3.org/Graphics/JPEG/itu-t81.pdf

export const TEM = 0x01;
/** The first and the last restart marker. */
export const RST0 = 0xd0;
export const RST7 = 0xd7;
/** Start of image. */
export const SOI = 0xd8;
/** End of image. */
export const EOI = 0xd9;
/** Start of scan. */
export const SOS = 0xda;
export const APP1 = 0xe1;
