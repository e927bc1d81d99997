import { looksAtEveryPage } from './every'

looksAtEveryPage(true)
