import { looksAtEveryPage } from './every'

looksAtEveryPage(false)
