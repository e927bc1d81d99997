import { StorageError } from '../src/platform/d1'
import { InUse } from './story/city-file'

const BY_CODE: Record<string, string> = {
  ENOSPC: '磁盘满了，没有做完，原来的东西没有动；腾出地方后再来一次',
  EACCES: '没有权限读写这个文件夹',
  EROFS: '这个文件夹只能读，不能写',
  EADDRINUSE: '端口已被占用；可用 --port 换一个',
}
/** SQLite's own result codes. */
const BY_SQLITE: Record<number, string> = {
  5: '数据库正忙：另一个进程正在写它，请稍后再试',
  8: '这个数据库只能读，不能写',
  10: '读写数据库时出了差错（磁盘满了或坏了）',
  13: BY_CODE.ENOSPC ?? '',
  14: '数据库文件打不开',
  26: '这个文件不是数据库',
}

/** What went wrong outside of us, in a sentence; a fault of our own keeps its trace, for whoever mends it. */
export function faultSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof InUse) return error.message
  const told = error instanceof StorageError ? error.cause : error
  const { code = '', errcode } = told as { code?: string; errcode?: number }
  const known = errcode === undefined ? BY_CODE[code] : BY_SQLITE[errcode & 0xff]
  if (known) return known
  if (/disk is full/.test(error.message)) return BY_SQLITE[13] ?? ''
  if (/disk I\/O error/.test(error.message)) return BY_SQLITE[10] ?? ''
  if (/no such table/.test(error.message)) return '这个文件不是预付保的数据库'
  return String(error.stack ?? error)
}
