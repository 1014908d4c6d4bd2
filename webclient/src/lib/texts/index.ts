/** The catalogue in use. Another language is another file of the type `Texts`. */

import { de } from './de';
import { en, type Texts } from './en';

const CATALOGUES: readonly Texts[] = [en, de];

/** The catalogue of the first language in a list such as ["de-AT", "en"] that there is one for; else English. */
export function catalogue(languages: readonly string[]): Texts {
  for (const language of languages) {
    const [wanted] = language.toLowerCase().split('-');
    const found = CATALOGUES.find((texts) => texts.language === wanted);
    if (found) return found;
  }
  return en;
}

export const texts: Texts = catalogue(navigator.languages);
