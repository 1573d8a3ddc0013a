export const createDetector = async () => ({ engine: 'none' });
