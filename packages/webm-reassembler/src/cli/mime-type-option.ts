/** `--mime-type`, as `parseArgs` takes it: for recordings whose beginning is lost. */
export const MIME_TYPE_OPTION = { 'mime-type': { type: 'string', default: '' } } as const;
