/** Which lists of a page are the whole site's: each rule with the case just on this side of it and just on the other. */
import { describe } from '@jest/globals'
import { each } from './located.js'

const ARTICLE =
  'عاد صيادو المهدية إلى البحر فجر أمس بعد توقف دام أسبوعين وامتلأ ميناء الصيد بالمراكب التي تبحث عن السردين والأخطبوط.'
const OWN = '#الصيد #السردين #المهدية'
const OTHERS = '#رياضة #اقتصاد #ثقافة'
const page = (...rest: string[]) => [ARTICLE, ...rest].join('\n')

describe('a list that counts pages', () => {
  const counted = 'التسميات\nطبخ (12)\nسفر (7)\nنحل (3)'
  each([
    ['is none beside another', page('التسميات: صيد، سمك', counted), 'صيد | سمك'],
    ['is none beside a run', page('الوسوم: صيد سمك', counted), '{صيد سمك}'],
    ['is none beside hashtags', page(OWN, counted), 'الصيد | السردين | المهدية'],
    ['is one by itself', page(counted), 'طبخ | سفر | نحل'],
    [
      'is one beside another that counts',
      page(counted, 'اقرأ أيضا', 'الوسوم: ملح (2)، جزر (4)'),
      'طبخ | سفر | نحل; ملح | جزر',
    ],
    [
      'counts with each item',
      page('الوسوم: صيد، سمك', 'التسميات\nطبخ (12)\nسفر (7)\nنحل'),
      'صيد | سمك; طبخ | سفر | نحل',
    ],
  ])
})

describe('of two lists under one heading', () => {
  each([
    [
      'that of which the article does not speak is none',
      page(OWN, 'قارب', '#رياضة #اقتصاد #ثقافة'),
      'الصيد | السردين | المهدية',
    ],
    ['so wherever it stands', page('#رياضة #اقتصاد #ثقافة', 'قارب', OWN), 'الصيد | السردين | المهدية'],
    ['so before the article', [OTHERS, ARTICLE, OWN].join('\n'), 'الصيد | السردين | المهدية'],
    ['so with prose below both', page(OWN, 'قارب', OTHERS, 'خيم الهدوء على المدينة.'), 'الصيد | السردين | المهدية'],
    ['so twice', page(OWN, 'قارب', '#رياضة #اقتصاد', 'قارب', '#رياضة #اقتصاد'), 'الصيد | السردين | المهدية'],
    ['so under labels', page('مواضيع', 'الصيد', 'السردين', 'مواضيع', 'رياضة', 'اقتصاد'), 'الصيد | السردين'],
    ['so with the colon of one', page('الوسوم: الصيد، السردين', 'الوسوم', 'رياضة', 'اقتصاد'), 'الصيد | السردين'],
    [
      'not so under different labels',
      page('الوسوم: الصيد، السردين', 'قارب', 'الكلمات المفتاحية: رياضة، اقتصاد'),
      'الصيد | السردين; رياضة | اقتصاد',
    ],
    [
      'a quarter spoken of is enough',
      page(OWN, 'قارب', '#رياضة #اقتصاد #ثقافة #البحر'),
      'الصيد | السردين | المهدية; رياضة | اقتصاد | ثقافة | البحر',
    ],
    [
      'so is an item of two words that is spoken of by half',
      page('الوسوم: الصيد، السردين', 'الوسوم: سوق الصيد، رياضة'),
      'الصيد | السردين; سوق الصيد | رياضة',
    ],
    ['among three it is not', page('الوسوم: الصيد، السردين', 'الوسوم: سوق الصيد، رياضة، طقس'), 'الصيد | السردين'],
    ['less is not', page(OWN, 'قارب', '#رياضة #اقتصاد #ثقافة #طقس #البحر'), 'الصيد | السردين | المهدية'],
    ['the other must be spoken of by half', page('#الصيد #مرساة', 'قارب', '#رياضة #اقتصاد'), 'الصيد | مرساة'],
    [
      'and not by two fifths',
      page('#الصيد #السردين #مرساة #شبكة #شراع', 'قارب', '#رياضة #اقتصاد'),
      'الصيد | السردين | مرساة | شبكة | شراع; رياضة | اقتصاد',
    ],
    [
      'or both are the page’s',
      page('#الصيد #مرساة #شبكة', 'قارب', '#رياضة #اقتصاد'),
      'الصيد | مرساة | شبكة; رياضة | اقتصاد',
    ],
    [
      'what one list says is not said',
      page(`${OWN} #رياضة #صيف #البحر #فجر #أمس #توقف #ميناء #المراكب #الأخطبوط`, 'قارب', '#رياضة #صيف'),
      'الصيد | السردين | المهدية | رياضة | صيف | البحر | فجر | أمس | توقف | ميناء | المراكب | الأخطبوط',
    ],
    [
      'one in Latin letters is kept',
      page(OWN, 'قارب', '#fishing #sardines #boats'),
      'الصيد | السردين | المهدية; fishing | sardines | boats',
    ],
    ['half in Latin letters, too', page(OWN, 'قارب', '#رياضة #boats'), 'الصيد | السردين | المهدية; رياضة | boats'],
    [
      'of three, all are of articles',
      page(OWN, 'قارب', '#رياضة #اقتصاد', 'قارب', '#طقس #سفر'),
      'الصيد | السردين | المهدية; رياضة | اقتصاد; طقس | سفر',
    ],
  ])
})

describe('hashtags below a heading', () => {
  const below = (heading: string) => page(heading, '#رياضة #اقتصاد')
  each([
    ['of what is popular are none', below('هاشتاغات رائجة'), ''],
    ['of all tags are none', below('كل الوسوم'), ''],
    ['of what a network speaks of are none', below('ترند'), ''],
    ['of what is spoken of most are none', below('الأكثر تداولا اليوم'), ''],
    ['are none behind blank lines', page('الوسوم الأكثر شعبية', '', '#رياضة #اقتصاد'), ''],
    ['of other words are some', below('شارك'), 'رياضة | اقتصاد'],
    ['that speaks of trends further on are some', below('فيديو ترند'), 'رياضة | اقتصاد'],
  ])
})
