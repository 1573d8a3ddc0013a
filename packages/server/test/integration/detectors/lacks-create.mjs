export const detector = 1;
