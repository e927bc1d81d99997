import { shortagePage } from '../shortages'

shortagePage('/b/shortages', 'bank', (id) => `/b/merchants/${id}`)
