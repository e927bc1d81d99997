import './calculator'
import './law-text'
