// Written by npm run docs.
export { default as m0090_create_mock_stripe } from '../../migrations/dev/0090_create_mock_stripe.sql'
export { default as m0091_create_mock_outboxes } from '../../migrations/dev/0091_create_mock_outboxes.sql'
export { default as m0092_create_dev_clock } from '../../migrations/dev/0092_create_dev_clock.sql'
export { default as m0094_create_mock_bank_payouts } from '../../migrations/dev/0094_create_mock_bank_payouts.sql'
export { default as m0095_create_mock_bank_books } from '../../migrations/dev/0095_create_mock_bank_books.sql'
export { default as m0096_create_mock_bank_faults } from '../../migrations/dev/0096_create_mock_bank_faults.sql'
export { default as m0098_omit_mock_bank_accounts } from '../../migrations/dev/0098_omit_mock_bank_accounts.sql'
export { default as m0099_add_mock_bank_answers } from '../../migrations/dev/0099_add_mock_bank_answers.sql'
