import { fen } from '../../src/kernel/money'

/** A lot whose payment nobody has taken back. */
export const UNDISPUTED = { dispute_id: null, disputed_fen: fen(0), charged_back_fen: fen(0) }
