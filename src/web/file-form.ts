import { type RefusalCode, refuse } from '../kernel/refusals'
import { BODY_BYTES_MAX } from '../schemas/request'

/** The largest file a page takes, and what it says of a larger one. */
export type FileLimit = { bytes_max: number; too_large: RefusalCode }

/**
 * A form with one file in it (multipart/form-data), read no further than the limit: a body that grows past it is let
 * go, whatever Content-Length claims. Its other fields are as small as those of any form.
 */
export async function fileForm(
  request: Request,
  limit: FileLimit,
): Promise<{ form: URLSearchParams; file: File | null }> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.toLowerCase().startsWith('multipart/form-data;')) refuse('media_type_unsupported')
  const bytes = await bytesOf(request, limit)
  const fields = await fieldsOf(bytes, type)
  const form = new URLSearchParams()
  let file: File | null = null
  for (const [name, value] of fields.entries()) {
    if (typeof value === 'string') form.append(name, value)
    else if (value.size > limit.bytes_max) refuse(limit.too_large)
    else file = value
  }
  if (form.toString().length > BODY_BYTES_MAX) refuse('body_too_large')
  return { form, file }
}

async function fieldsOf(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'Content-Type': type } }).formData()
  } catch {
    return refuse('media_type_unsupported')
  }
}

async function bytesOf(request: Request, limit: FileLimit): Promise<Uint8Array<ArrayBuffer>> {
  const most = limit.bytes_max + BODY_BYTES_MAX
  if (Number(request.headers.get('content-length') ?? 0) > most) refuse(limit.too_large)
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length
    if (length > most) {
      await reader?.cancel()
      refuse(limit.too_large)
    }
    pieces.push(read.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
