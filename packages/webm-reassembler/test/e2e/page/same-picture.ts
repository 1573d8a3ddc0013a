/** Players and decoders convert colours each their own way; another frame, or none, differs by ten times as much; of 255. */
export const SAME_PICTURE = 12;
