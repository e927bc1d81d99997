import { declare } from '../kernel/declare'

export const room = declare({
  name: 'mocks',
  about: 'a Stripe-wire-compatible provider, a bank, an SMS sender, an object store',
  tables: [
    'mock_stripe_objects',
    'mock_stripe_events',
    'mock_stripe_deliveries',
    'mock_stripe_idempotency',
    'mock_stripe_knobs',
    'mock_sms_outbox',
    'mock_bank_accounts',
    'mock_bank_entries',
    'mock_bank_payouts',
    'mock_bank_faults',
    'mock_bank_answers',
    'mock_archive_objects',
  ],
  prefixes: {
    sms: 'message in the mock outbox',
  },
})
