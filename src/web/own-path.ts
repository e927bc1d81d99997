import type { Kind } from '../platform/actor'
import { HOME } from './nav'

/** Where somebody goes on to: an address of our own, or the first page of their kind. */
export const ownPath = (next: string | null | undefined, kind: Kind): string =>
  next && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : HOME[kind]
