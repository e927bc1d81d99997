import './batch'
import './embed'
import './law-text'
