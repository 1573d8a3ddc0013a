export { Catalogue } from './catalogue.js';
export { removeCatalogue } from './catalogue-database.js';
export { CatalogueKeeper } from './catalogue-keeper.js';
export type { CataloguedStream } from './catalogue-contents.js';
