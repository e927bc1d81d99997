import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { migrationFiles, openDatabase } from '../support/sqlite'

const is_new = (file: string) => Number(file.slice(11, 15)) >= 50

it('open claims, bookings and uses of before go on under the one rule', () => {
  const files = migrationFiles()
  const database = openDatabase(files.filter((file) => !is_new(file)))
  database.exec('PRAGMA foreign_keys = OFF')
  const hold = (id: string, kind: string, times: string, more: string) =>
    database.exec(`INSERT INTO holds (id, kind, card_id, merchant_id, started_by, unit, units, label, list_value_fen,
      held_fen, shares, created_at, confirm_by, starts_at, expires_at, no_show_bp)
      VALUES ('${id}', '${kind}', 'crd_1', 'mch_1', 'csm_1', 'visit', ${more}, '课', 1, 1, '[]', '2026-03-01', ${times})`)
  database.exec(`INSERT INTO cards (id, merchant_id, consumer_id, kind, service, opened_at)
    VALUES ('crd_1', 'mch_1', 'csm_1', 'count', '课', '2026-03-01')`)
  hold('hld_claim', 'claim', "'2026-03-02', NULL, NULL, 0", '1')
  hold('hld_four', 'booking', "NULL, '2026-03-03', '2026-03-04', 5000", '4')
  hold('hld_one', 'booking', "NULL, '2026-03-03', '2026-03-04', 5000", '1')
  database.exec(`INSERT INTO redemptions (id, card_id, merchant_id, staff_id, unit, units, label, released_fen, status, started_at)
    VALUES ('rdm_1', 'crd_1', 'mch_1', 'stf_1', 'visit', 1, '课', 1, 'succeeded', '2026-03-01')`)
  database.exec(`INSERT INTO events (id, type, subject_id, merchant_id, consumer_id, data, at)
    VALUES ('evt_1', 'claim.started', 'crd_1', 'mch_1', 'csm_1', '{"hold_id":"hld_claim"}', '2026-03-01')`)
  for (const file of files.filter(is_new)) database.exec(readFileSync(file, 'utf8'))
  const rows = (text: string) =>
    database
      .prepare(text)
      .all()
      .map((row) => ({ ...row }))
  expect(
    rows('SELECT id, no_show_bp, confirm_by, recorded_at, telling_event_id FROM holds ORDER BY id'),
  ).toEqual([
    // The claim keeps its clock and knows the message that told of it; a share below a visit is no longer said.
    {
      id: 'hld_claim',
      no_show_bp: 0,
      confirm_by: '2026-03-02',
      recorded_at: null,
      telling_event_id: 'evt_1',
    },
    {
      id: 'hld_four',
      no_show_bp: 5_000,
      confirm_by: null,
      recorded_at: null,
      telling_event_id: null,
    },
    { id: 'hld_one', no_show_bp: 0, confirm_by: null, recorded_at: null, telling_event_id: null },
  ])
  expect(rows('SELECT way, consent FROM redemptions')).toEqual([
    { way: 'counter_use', consent: 'pin' },
  ])
  const record = `UPDATE holds SET recorded_as = 'capture', recorded_units = 4, recorded_fen = 1, recorded_by = 'stf_1',
    recorded_at = '2026-03-03', confirm_by = '2026-03-06', version = 2 WHERE id = 'hld_four'`
  database.exec(record)
  expect(() => database.exec(record.replace('version = 2', 'version = 3'))).not.toThrow()
  const twice = record.replace('version = 2', 'version = 4').replace('units = 4', 'units = 3')
  expect(() => database.exec(twice)).toThrow('hold_already_recorded')
})
