// Where the program begins: the core first, then its screens.
import './style/phone.css'
import { start } from './core'
import { open } from './screens/open'

open(start(), document.body)
