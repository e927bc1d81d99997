/** Which rooms each room may import from, left to right (docs/ARCHITECTURE.md). Top-level files may import all. */
const ORDER = [
  'kernel',
  'platform',
  'ledger',
  'identity',
  'merchants',
  'offers',
  'cards',
  'purchases',
  'redemptions',
  'books',
]
const below = (room: string) => ORDER.slice(0, ORDER.indexOf(room))

export const ROOMS_BELOW: Record<string, string[]> = {
  ...Object.fromEntries(ORDER.map((room) => [room, below(room)])),
  // mocks play the outside world: they know nothing of ours but how to store and count.
  mocks: ['kernel', 'platform'],
  payments: ORDER,
  web: [...ORDER, 'payments'],
  dev: [...ORDER, 'payments', 'mocks', 'web'],
  demo: [...ORDER, 'payments', 'mocks', 'web', 'dev'],
}

/** The one room that writes each table. */
export const WRITER_OF: Record<string, string> = {
  ledger_accounts: 'ledger',
  ledger_transfers: 'ledger',
  ledger_entries: 'ledger',
  journal: 'platform',
  journal_leases: 'platform',
  dev_clock: 'platform',
  merchants: 'merchants',
  merchant_totals: 'merchants',
  merchant_days: 'merchants',
  city_days: 'merchants',
  consumers: 'identity',
  staff: 'identity',
  officials: 'identity',
  sessions: 'identity',
  sms_codes: 'identity',
  price_items: 'offers',
  offers: 'offers',
  contracts: 'offers',
  cards: 'cards',
  lots: 'cards',
  purchases: 'purchases',
  payment_events: 'purchases',
  pay_code_aliases: 'redemptions',
  pay_code_uses: 'redemptions',
  bad_code_minutes: 'redemptions',
  card_days: 'redemptions',
  redemptions: 'redemptions',
  mock_stripe_objects: 'mocks',
  mock_stripe_events: 'mocks',
  mock_stripe_deliveries: 'mocks',
  mock_stripe_idempotency: 'mocks',
  mock_stripe_knobs: 'mocks',
  mock_sms_outbox: 'mocks',
  mock_bank_accounts: 'mocks',
}
