import { all, type Db, type Row, type Statement } from '../../src/platform/d1'

/** What a test asks storage in its own words: the rows as they come, of which the product promises nothing. */
export const asked = <R extends object = Row>(db: Db, statement: Statement): Promise<R[]> =>
  all(db, statement as Statement<R>)
