import type { SmsPort } from '../environment/ports'
import type { Db } from '../platform/d1'
import { sql } from '../platform/d1'

/** A gateway that keeps messages where a developer or a test can read them. One id is delivered once. */
export const mockSms = (db: Db): SmsPort => ({
  name: 'mock',
  async send({ id, phone, text, at }) {
    await db.batch([
      sql`INSERT INTO mock_sms_outbox (id, phone, text, at) VALUES (${id}, ${phone}, ${text}, ${at})
          ON CONFLICT (id) DO NOTHING`,
    ])
  },
})
