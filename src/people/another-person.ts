import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

type SamePersonRow = { is_same: number }
/**
 * Whether the asker is the official named by `maker`, for acts that take two people: by telephone and not by id alone,
 * because somebody may be disabled and entered again. One row.
 */
export const readSamePerson = (who: Who, maker: Statement) =>
  sql<SamePersonRow>`SELECT EXISTS (SELECT 1 FROM officials maker, officials me
                      WHERE maker.id = ${maker} AND me.id = ${who.subject_id}
                        AND (maker.id = me.id OR maker.phone_index = me.phone_index)) AS is_same`
export const isSamePerson = ([row]: readonly SamePersonRow[]): boolean => row?.is_same === 1
