import { inChina } from '../../src/city/cities'
import nanjing from '../city/nanjing.json'

/** Another city: other districts and courts, the law of 江苏, and a hotline of its own made up for the tests. */
export const NANJING = inChina(nanjing)
