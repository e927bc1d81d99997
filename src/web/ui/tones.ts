import type { Tone } from '../look/icon'

/**
 * The one table that says in which tone a state is shown. Rooms say the state; no page chooses a tone. What a room
 * adds to its states has no tone until it stands here: the compiler asks for it where the state is shown.
 */
const TONES = {
  service: { up: 'safe', slow: 'warn', no_answer: 'bad', starting: 'warn' },
  service_part: { well: 'safe', late: 'bad', unknown: 'warn' },
  photo: {
    waiting: 'warn',
    replaced: '',
    shown: '',
    refused: 'bad',
    removed: 'bad',
    withdrawn: '',
  },
  app: { waiting: 'warn', open: 'safe', suspended: 'bad' },
  app_grant: { open: 'safe', over: '' },
  mandate_check: { passed: 'safe', failed: 'bad' },
  mandate: {
    draft: 'warn',
    filed: 'warn',
    objected: 'bad',
    withdrawn: '',
    refused: 'bad',
    lapsed: '',
    approved: 'warn',
    active: 'safe',
    done: 'safe',
    ended: '',
  },
  /** How a shop, a district or the city stood at the end of a day. */
  coverage: { missing: 'bad', unexplained: 'bad', silent: 'warn', breaks: 'warn', whole: 'safe' },
  shops: { missing: 'bad', silent: 'warn', whole: 'safe' },
  custody: { none: 'warn', silent: 'warn', equal: 'safe', on_its_way: 'warn', differs: 'bad' },
  break: { open: 'bad', proposed: 'warn', cleared: 'safe', resolved: 'safe' },
  /** In a row of a table; alone on its page an open payout is told as something that is still waited for. */
  payout_row: {
    created: '',
    unclear: 'warn',
    sent: '',
    paid: 'safe',
    rejected: 'bad',
    returned: 'bad',
  },
  payout: {
    created: 'warn',
    unclear: 'warn',
    sent: 'warn',
    paid: 'safe',
    rejected: 'bad',
    returned: 'bad',
  },
  /** As the authority reads it: what waits for a person first. */
  ending: {
    unconfirmed: 'bad',
    telling: 'warn',
    waiting: 'warn',
    counting: 'warn',
    allotting: 'warn',
    spreading: 'warn',
    refunding: 'warn',
    arriving: 'warn',
    done: 'safe',
    dismissed: '',
  },
  /** As shop and holders read it: money is on its way until all has arrived, or nothing ends at all. */
  ending_told: {
    unconfirmed: 'warn',
    telling: 'warn',
    waiting: 'warn',
    counting: 'warn',
    allotting: 'warn',
    spreading: 'warn',
    refunding: 'warn',
    arriving: 'warn',
    done: 'safe',
    dismissed: 'safe',
  },
  /** The picture beside its name. */
  ending_picture: {
    unconfirmed: 'bad',
    telling: 'bad',
    waiting: 'bad',
    counting: 'bad',
    allotting: 'bad',
    spreading: 'bad',
    refunding: 'bad',
    arriving: 'bad',
    done: 'bad',
    dismissed: 'off',
  },
  /** Whose turn it is in a refund. */
  refund_turn: {
    shop: 'warn',
    mediator: 'warn',
    account: 'warn',
    bank: undefined,
    hold: undefined,
    funds: 'bad',
    nobody: undefined,
    withdrawn: 'off',
  },
  /** How well a shop's money is covered, beside the figure. */
  cover: { safe: 'safe', plain: 'warn', warn: 'warn', bad: 'warn' },
  stance: { on_hold: 'bad', not_now: 'bad', take_care: 'warn', normal: 'safe' },
  /** To its holder: what is held waits for them; to its shop: only what was taken is done. */
  hold_holder: {
    held: 'warn',
    contested: 'safe',
    captured: 'safe',
    voided: 'safe',
    expired: 'safe',
  },
  hold_shop: {
    held: 'warn',
    contested: 'warn',
    captured: 'safe',
    voided: 'warn',
    expired: 'warn',
  },
  hold_case: {
    held: 'safe',
    contested: 'warn',
    captured: 'safe',
    voided: 'safe',
    expired: 'safe',
  },
  use: { user_confirming: 'warn', succeeded: 'safe', canceled: 'warn', expired: 'warn' },
  /** The till's own looks: `ask` is for what the customer is asked to do. */
  use_at_till: { user_confirming: 'ask', succeeded: '', canceled: 'bad', expired: 'bad' },
  use_row: {
    used: undefined,
    returned: undefined,
    voided: undefined,
    waiting: 'warn',
    lapsed: undefined,
  },
  dispute: { open: 'warn', won: 'safe', lost: 'bad', closed: 'safe' },
  /** What waits for a holder, by what it is. */
  waits_for_holder: {
    use_to_confirm: 'warn',
    claim_to_check: 'warn',
    shop_ending: 'bad',
    card_offered: undefined,
    companion_invited: undefined,
    order_processing: undefined,
    order_unpaid: undefined,
  },
  proposal: { waiting: 'warn', in_force: 'safe', refused: '' },
  change: { announced: 'warn', verified: 'safe', refused: 'bad', effective: 'safe' },
  quarter: {
    running: '',
    open: '',
    due: 'warn',
    overdue: 'bad',
    filed: 'safe',
    filed_late: 'warn',
  },
  clause: { void: 'bad', prominent: 'warn', watch: 'warn', clear: '' },
  whistle: { waiting: 'warn', late: 'bad', answered: 'safe', answered_late: 'warn' },
  upload: { unknown: 'warn', coming_in: 'warn', imported: 'safe' },
  books: { running: 'warn', clean: 'safe', mismatch: 'bad', incomplete: 'warn' },
  read_back: { whole: 'safe', broken: 'bad' },
  credit_objection: { open: '', late: 'warn', upheld: '', refused: '' },
  court_order: { filed: 'warn', in_force: 'warn', paid: '', ended: '' },
  court_deduction: { filed: 'warn', agreed: '', paid: 'safe', ended: '' },
  listing: { noticed: '', listed: 'warn', ended: '' },
  alert: { raised: 'bad', escalated: 'bad', resolved: 'off' },
  health: { well: 'safe', attention: 'warn' },
  queue: { too_old: 'bad', in_time: 'off' },
  tip: { invite: '', report: 'warn' },
  refusal: { not_yours: 'warn', not_done: 'bad' },
  /** A sum that must be nothing. */
  must_be_nothing: { nothing: 'safe', something: 'bad' },
  /** Whether anything waits for somebody. */
  waits: { nothing: 'safe', something: 'warn' },
} as const satisfies Record<string, Record<string, Tone | 'ask' | '' | undefined>>

type Tones = typeof TONES
/** The tone of a state of this kind of thing. */
export const stateTone = <K extends keyof Tones, S extends keyof Tones[K]>(
  kind: K,
  state: S,
): Tones[K][S] => TONES[kind][state]
/** The tone of a sum that must be nothing, in whole fen. */
export const differenceTone = (fen: number) =>
  stateTone('must_be_nothing', fen === 0 ? 'nothing' : 'something')
/** The tone of whether something still waits. */
export const waitingTone = (something: boolean) =>
  stateTone('waits', something ? 'something' : 'nothing')
