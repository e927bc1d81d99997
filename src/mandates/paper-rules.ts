import { Refusal, refuse } from '../kernel/refusals'
import { imageFrom } from '../photos/image-rules'

export const PAPER_BYTES_MAX = 400 * 1024
type PaperMedia = 'image/jpeg' | 'image/png' | 'application/pdf'

const text = new TextDecoder('latin1')
/** What makes a document do something by itself, or carries others with it. */
const ACTIVE =
  /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|SubmitForm|ImportData)\b/

/**
 * A paper as it is kept: what it is is told by its bytes. Pictures are cleaned as those of shops are (place, time and phone
 * are left out); a PDF is kept as it came, if nothing in it acts by itself. Refuses mandate_paper_unreadable.
 */
export function paperFrom(bytes: Uint8Array): { media: PaperMedia; bytes: Uint8Array } {
  if (bytes.length < 40 || bytes.length > PAPER_BYTES_MAX) refuse('mandate_paper_unreadable')
  if (text.decode(bytes.subarray(0, 5)) === '%PDF-') return pdfFrom(bytes)
  try {
    const { media, bytes: cleaned } = imageFrom(bytes)
    return { media, bytes: cleaned }
  } catch (error) {
    if (error instanceof Refusal) refuse('mandate_paper_unreadable')
    throw error
  }
}

function pdfFrom(bytes: Uint8Array): { media: PaperMedia; bytes: Uint8Array } {
  const whole = text.decode(bytes)
  // Names may be written with escapes (#4A for J): they are read as a reader of PDF reads them.
  const plain = whole.replace(/#([0-9A-Fa-f]{2})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  const is_whole = whole.slice(-1024).includes('%%EOF')
  if (!is_whole || ACTIVE.test(plain)) refuse('mandate_paper_unreadable')
  return { media: 'application/pdf', bytes }
}
