/** One request per kind of card, as a stranger would write it; docs/refunds.md has ten with their answers. */
export const CALCULATION_EXAMPLES = [
  {
    cause: 'merchant',
    terminated_on: '2026-06-01',
    lots: [
      {
        kind: 'stored_value',
        paid_on: '2026-01-05',
        paid_fen: 100_000,
        bonus_fen: 20_000,
        uses: [{ on: '2026-03-01', list_value_fen: 60_000 }],
      },
    ],
  },
  {
    cause: 'consumer',
    terminated_on: '2026-06-01',
    lots: [
      {
        kind: 'count',
        paid_on: '2026-01-05',
        paid_fen: 90_000,
        visits: 3,
        bonus_visits: 1,
        list_price_fen: 30_000,
        uses: [{ visits: 1 }],
      },
    ],
  },
  {
    cause: 'neutral',
    terminated_on: '2026-04-11',
    refunded_on: '2026-04-20',
    lots: [
      {
        kind: 'period',
        paid_on: '2026-01-01',
        paid_fen: 365_000,
        days: 365,
        paused: [{ from_on: '2026-02-01', to_on: '2026-02-10' }],
      },
    ],
  },
]
