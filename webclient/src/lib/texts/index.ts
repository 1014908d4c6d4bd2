/** The catalogue in use. Another language is another file of the type `Texts`. */

import { en, type Texts } from './en';

export const texts: Texts = en;
