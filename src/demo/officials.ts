import type { Yufubao } from '../client/client'
import type { RequestParts } from '../client/types'
import { OFFICIALS } from './cast'
import type { Client } from './client'
import { visitor } from './people'

type Official = RequestParts<'POST /v1/officials'>['body']
type Operator = Yufubao<'operator'>

/** The first operator brings in the second one, alone and once: there is nobody yet to agree. */
export const inviteSecond = async (first: Operator): Promise<string> =>
  (await first.must('POST /v1/officials', { body: { ...OFFICIALS.reviewer, districts: [] } })).id

/** One operator proposes somebody, the second agrees; they may sign in from the next day on. */
export async function appoint(
  client: Client,
  [first, second_id]: readonly [Operator, string],
  official: Official,
): Promise<string> {
  const { id } = await first.must('POST /v1/officials', { body: official })
  const said = { params: { id }, body: { agreed: true } }
  await visitor(client, 'operator', second_id).must('POST /v1/nominations/:id/decision', said)
  return id
}
