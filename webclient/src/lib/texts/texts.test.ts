import { expect, test } from 'vitest';
import { catalogue } from '.';
import { de } from './de';
import { en } from './en';

test.each([
  [['de-AT', 'en'], de],
  [['fr', 'DE'], de],
  [['en-GB', 'de'], en],
  [['fr-FR'], en],
  [[], en],
])('who reads %j gets the first of them that there is, else English', (languages, texts) => {
  expect(catalogue(languages)).toBe(texts);
});
