/** What a label opens: each rule with the case just on this side of it and just on the other. */
import { describe, expect, it } from '@jest/globals'
import { each, found, vocabulary, w } from './located.js'

describe('a list on the lines below its label', () => {
  each([
    ['is of lines each a tag', 'الوسوم\nصيد\nسمك', 'صيد | سمك'],
    ['may be one line, a run', 'الوسوم\nصيد', '{صيد}'],
    ['stands below how many there are', 'الوسوم (3)\nصيد\nسمك\nملح', 'صيد | سمك | ملح'],
    ['does not stand below a number without brackets', 'الوسوم 3\nصيد\nسمك\nملح', '{3}'],
    ['does not stand below a word in brackets', 'الوسوم (صيد)\nسمك\nملح', '{صيد}'],
    ['does not stand below a number and a word', 'الوسوم (3) صيد\nسمك', '{(3) صيد}'],
    ['may begin two blank lines below', 'الوسوم\n\n\nصيد\nسمك', 'صيد | سمك'],
    ['does not begin three blank lines below', 'الوسوم\n\n\n\nصيد\nسمك', ''],
    ['may have a blank line before each', 'الوسوم\n\nصيد\n\nسمك\n\nملح', 'صيد | سمك | ملح'],
    ['may have two blank lines between', 'الوسوم\nصيد\n\n\nسمك\n\n\nملح', 'صيد | سمك | ملح'],
    [
      'ends at more blank lines than the first two have, no further sure',
      'الوسوم\nصيد\n\nسمك\n\n\nملح',
      'صيد | سمك 0.9',
    ],
    ['does not end at fewer blank lines', 'الوسوم\nصيد\n\nسمك\nملح', 'صيد | سمك | ملح'],
    ['counts blank lines behind what is cut out of it', 'الوسوم\nالمزيد\n\nصيد\n\nسمك\n\n\nملح', 'صيد | سمك 0.9'],
    ['ends at the buttons of a pager', 'الوسوم\nصيد\nسمك\n»\nملح', 'صيد | سمك'],
    ['ends at a breadcrumb', 'الوسوم\nصيد\nسمك\n  > \nملح', 'صيد | سمك'],
    ['does not end at other marks', 'الوسوم\nصيد\nسمك\n»*\nملح', 'صيد | سمك | ملح'],
    ['has commas on lines of their own', 'الوسوم\nصيد\n،\nسمك\n،\nملح\nشراع', 'صيد | سمك | ملح'],
    ['has hashes on lines of their own, and ends behind the first without', 'الوسوم\n#\nصيد\n#\nسمك\nملح', 'صيد | سمك'],
    [
      'has commas at the ends of lines, and ends behind the first without',
      'الوسوم\nصيد،\nسمك،\nملح\nشراع',
      'صيد | سمك | ملح',
    ],
    ['has commas at the ends of lines, of two as well', 'الوسوم\nصيد،\nسمك\nملح', 'صيد | سمك'],
    ['has commas before its lines', 'الوسوم\nصيد\n، سمك\n، ملح\nشراع', 'صيد | سمك | ملح'],
    ['has no commas where the first line has none', 'الوسوم\nصيد\nسمك،\nملح\nشراع', 'صيد | سمك | ملح | شراع'],
    ['has commas and blanks at the ends of lines', 'الوسوم\nصيد، \nسمك، \nملح\nشراع', 'صيد | سمك | ملح'],
    ['has commas behind blanks', 'الوسوم\nصيد\n  ، سمك\n ، ملح\nشراع', 'صيد | سمك | ملح'],
    ['ends where bullets end', 'الوسوم\n• صيد\n• سمك\nملح', 'صيد | سمك'],
    ['ends where bullets begin', 'الوسوم\nصيد\nسمك\n• ملح', 'صيد | سمك'],
    ['ends where other bullets begin', 'الوسوم\n★ صيد\n★ سمك\n☆ ملح', 'صيد | سمك'],
    ['takes brackets for no bullets', 'الوسوم\nصيد\n(سمك)\n«ملح»', 'صيد | سمك | ملح'],
    ['has numbers before its tags', 'الوسوم\n1. صيد\n2. سمك\n3. ملح\nشراع', 'صيد | سمك | ملح'],
    ['has numbers and brackets before its tags', 'الوسوم\n1) صيد\n22) سمك\n333) ملح\nشراع', 'صيد | سمك | ملح'],
    ['keeps numbers without a mark', 'الوسوم\n1 صيد\n2 سمك', '1 صيد | 2 سمك'],
    ['keeps numbers with a mark that is glued', 'الوسوم\n1.صيد\n2.سمك', '1.صيد | 2.سمك'],
    ['keeps numbers of four figures', 'الوسوم\n1000. صيد\n1001. سمك', '1000. صيد | 1001. سمك'],
    ['drops how many pages have each', 'الوسوم\nصيد\n12\nسمك\n7\nملح\n(2)', 'صيد | سمك | ملح'],
    ['drops how many pages have each, of three figures', 'الوسوم\nصيد\n999\nسمك', 'صيد | سمك'],
    ['keeps a year', 'الوسوم\nصيد\n1999\nسمك', 'صيد | 1999 | سمك'],
    ['drops a year in brackets', 'الوسوم\nصيد\n(1999)\nسمك\n(2000)', 'صيد | سمك'],
    ['drops two numbers', 'الوسوم\nصيد\n1999 2000\nسمك', 'صيد | سمك'],
    ['drops a number before the first', 'الوسوم\n12\nصيد\nسمك', 'صيد | سمك'],
    ['keeps numbers of tags where each has had its count', 'الوسوم\nصيد (3)\n12\nسمك (4)\n7', 'صيد (3) | سمك (4)'],
    ['drops counts of tags where fewer had one', 'الوسوم\nصيد (3)\nسمك (4)\nملح (2)\n7', 'صيد | سمك | ملح'],
    ['has lines of eight words, not tags but runs', `الوسوم\n${w(8)}\nصيد`, '{⟨8⟩ | صيد}'],
    ['is on one line where that has nine words', `الوسوم\n${w(9)}\nصيد`, '{⟨9⟩}'],
    ['is on one line where that has two commas', 'الوسوم\nصيد، سمك، ملح\nشراع', 'صيد | سمك | ملح شراع'],
    ['goes on below a line of one comma', 'الوسوم\nصيد، سمك\nشراع', 'صيد | سمك | شراع'],
    ['of three and a half words to a tag is one of tags', `الوسوم\n${w(3)}\n${w(4, 3)}`, '⟨3⟩ | ⟨4⟩'],
    ['of four words to a tag is a run', `الوسوم\n${w(4)}\n${w(4, 4)}`, '{⟨4⟩ | ⟨4⟩}'],
  ])
})

describe('a list of lines ends before', () => {
  each([
    ['a line of prose', 'الوسوم\nصيد\nسمك\nكان شراع قارب', 'صيد | سمك'],
    ['no line of less prose', 'الوسوم\nصيد\nسمك\nكان شراع قارب عنبر رصيف', 'صيد | سمك'],
    ['half prose', 'الوسوم\nصيد\nسمك\nفي من على شراع قارب', 'صيد | سمك'],
    ['no line of two particles in three words', 'الوسوم\nصيد\nسمك\nفي من شراع', 'صيد | سمك | في من شراع'],
    ['a full stop', 'الوسوم\nصيد\nسمك\nشراع.', 'صيد | سمك'],
    ['a full stop before spaces', 'الوسوم\nصيد\nسمك\nشراع. ', 'صيد | سمك'],
    ['a question', 'الوسوم\nصيد\nسمك\nشراع؟', 'صيد | سمك'],
    ['a Latin question', 'الوسوم\nصيد\nسمك\nboat?', 'صيد | سمك'],
    ['an exclamation', 'الوسوم\nصيد\nسمك\nشراع!', 'صيد | سمك'],
    ['a colon at the end of the line', 'الوسوم\nصيد\nسمك\nشراع:', 'صيد | سمك'],
    ['a field', 'الوسوم\nصيد\nسمك\nقارب: شراع', 'صيد | سمك'],
    ['no colon within a word', 'الوسوم\nصيد\nسمك\nقارب:شراع', 'صيد | سمك | قارب:شراع'],
    ['no field in its first line', 'الوسوم\nقارب: شراع\nسمك', 'قارب: شراع | سمك'],
    ['a site', 'الوسوم\nصيد\nسمك\nwww.suq.example', 'صيد | سمك'],
    ['an address', 'الوسوم\nصيد\nسمك\nftp://suq', 'صيد | سمك'],
    ['an address of mail', 'الوسوم\nصيد\nسمك\na@suq.example', 'صيد | سمك'],
    ['no sign within a word', 'الوسوم\nصيد\nسمك\na@suq', 'صيد | سمك | a@suq'],
    ['a copyright', 'الوسوم\nصيد\nسمك\n© شراع', 'صيد | سمك'],
    ['a bar of buttons', 'الوسوم\nصيد\nسمك\nانسخ الرابط شراع\nملح', 'صيد | سمك'],
    ['no button in one word, which is cut out', 'الوسوم\nصيد\nسمك\nNext\nملح', 'صيد | سمك | ملح'],
    ['no button before the first tag', 'الوسوم\nانسخ الرابط\nصيد\nسمك', 'صيد | سمك'],
    ['no line of five words', `الوسوم\nصيد\nسمك\n${w(5)}`, 'صيد | سمك | ⟨5⟩'],
    ['a line of six words, less sure', `الوسوم\nصيد\nسمك\n${w(6)}`, 'صيد | سمك 0.9'],
    ['no line of three words more than the longest', `الوسوم\nصيد\n${w(3)}\n${w(6, 10)}`, 'صيد | ⟨3⟩ | ⟨6⟩'],
    ['a line of four words more than the longest', `الوسوم\nصيد\n${w(3)}\n${w(7, 10)}`, 'صيد | ⟨3⟩ 0.9'],
    ['a line of nine words, whatever the longest', `الوسوم\n${w(5)}\n${w(7, 5)}\n${w(9, 12)}`, '{⟨5⟩ | ⟨7⟩} 0.9'],
    ['no line of eight words of which the longest has five', `الوسوم\n${w(5)}\n${w(8, 12)}`, '{⟨5⟩ | ⟨8⟩}'],
    [
      'four Latin words behind Arabic lines with a Latin word',
      'الوسوم\nصيد boats\nسمك\nnets of small boats',
      'صيد boats | سمك',
    ],
    ['names of networks on two lines', 'الوسوم\nصيد\nسمك\nفيسبوك\nتويتر', 'صيد | سمك'],
    ['names of networks with two blank lines between', 'الوسوم\nصيد\nسمك\nفيسبوك\n\n\nتويتر', 'صيد | سمك'],
    [
      'no names of networks with three blank lines between',
      'الوسوم\nصيد\nسمك\nفيسبوك\n\n\n\nتويتر',
      'صيد | سمك | فيسبوك',
    ],
    ['no name of one network', 'الوسوم\nصيد\nسمك\nفيسبوك\nملح', 'صيد | سمك | فيسبوك | ملح'],
    ['no name of one network at the end', 'الوسوم\nصيد\nسمك\nفيسبوك', 'صيد | سمك | فيسبوك'],
    ['no name of a network beside a word', 'الوسوم\nصيد\nسمك\nفيسبوك قديم\nتويتر', 'صيد | سمك | فيسبوك قديم | تويتر'],
    [
      'no name of a network before a name and a word',
      'الوسوم\nصيد\nسمك\nفيسبوك\nتويتر قديم',
      'صيد | سمك | فيسبوك | تويتر قديم',
    ],
    ['four Latin words behind two lines of Arabic', 'الوسوم\nصيد\nسمك\nnets of small boats', 'صيد | سمك'],
    ['no three Latin words', 'الوسوم\nصيد\nسمك\nnets small boats', 'صيد | سمك | nets small boats'],
    ['no four Latin words behind one line', 'الوسوم\nصيد\nnets of small boats', 'صيد | nets of small boats'],
    [
      'no four Latin words behind Latin ones',
      'الوسوم\nصيد\nboats\nnets of small boats',
      'صيد | boats | nets of small boats',
    ],
    ['no four words of which one is Arabic', 'الوسوم\nصيد\nسمك\nnets of small قارب', 'صيد | سمك | nets of small قارب'],
    ['another label', 'الوسوم\nصيد\nسمك\nTags: sea, boat', 'صيد | سمك; sea | boat'],
    ['what closes a list within the line', 'الوسوم\nصيد\nسمك\nملح اقرأ أيضا', 'صيد | سمك'],
    ['two lines that stand on the page again', 'سياسة\nثقافة\nقارب\n\nالوسوم\nصيد\nسمك\nسياسة\nثقافة', 'صيد | سمك'],
    ['one line that stands on the page again is a tag', 'سياسة\nقارب\n\nالوسوم\nصيد\nسمك\nسياسة', 'صيد | سمك | سياسة'],
    [
      'two such lines behind one tag are tags',
      'سياسة\nثقافة\nقارب\n\nالوسوم\nصيد\nسياسة\nثقافة',
      'صيد | سياسة | ثقافة',
    ],
    [
      'such lines are tags where one of them is before',
      'سياسة\nثقافة\nقارب\n\nالوسوم\nسياسة\nسمك\nملح\nسياسة\nثقافة',
      'سياسة | سمك | ملح | سياسة | ثقافة',
    ],
  ])
})

describe('a label by itself on its line', () => {
  each([
    ['of topics opens two tags', 'مواضيع ذات صلة\nصيد\nسمك', 'صيد | سمك'],
    ['of topics opens no single one', 'مواضيع ذات صلة\nصيد', ''],
    ['of topics opens no headlines', `مواضيع ذات صلة\n${w(4)}\n${w(4, 4)}`, ''],
    ['of topics opens a tag with a particle', 'مواضيع ذات صلة\nصيد في البحر\nسمك', 'صيد في البحر | سمك'],
    ['of topics opens none with two of three words', 'مواضيع ذات صلة\nصيد في إلى\nسمك', ''],
    ['of an index opens five', 'سحابة الوسوم\nصيد\nسمك\nملح\nشراع\nنورس', 'صيد | سمك | ملح | شراع | نورس'],
    ['of an index opens no four', 'سحابة الوسوم\nصيد\nسمك\nملح\nشراع', ''],
    ['of an index opens no headlines', `سحابة الوسوم\n${[0, 4, 8, 12, 16].map((i) => w(4, i)).join('\n')}`, ''],
    ['of one tag and a colon opens two', 'قارب\nوسم:\nصيد\nسمك', 'صيد | سمك'],
    ['of one tag and a colon opens no single one', 'قارب\nوسم:\nصيد', ''],
    ['of one tag opens no three', 'قارب\nوسم\nصيد\nسمك\nملح', ''],
    ['that is a common word opens three', 'علامات\nصيد\nسمك\nملح', 'صيد | سمك | ملح'],
    ['that is a common word opens no two', 'علامات\nصيد\nسمك', ''],
    ['that is a common word opens no three of four words each', `علامات\n${w(4)}\n${w(4, 4)}\n${w(4, 8)}`, ''],
    ['that is a common word with a colon opens one', 'علامات:\nصيد', '{صيد}'],
    ['of one tag opens three behind hashes', 'قارب\nوسم\n# صيد\n# سمك\n# ملح', 'صيد | سمك | ملح'],
    ['of one tag opens no two behind hashes', 'قارب\nوسم\n# صيد\n# سمك', ''],
    ['of one tag opens three behind bullets', 'قارب\nوسم\n- صيد\n- سمك\n- ملح\nالتعليقات', 'صيد | سمك | ملح'],
    ['of one tag opens no two behind bullets', 'قارب\nوسم\n- صيد\n- سمك\nالتعليقات', ''],
    ['of one tag with a bullet of its own opens none', 'قارب\n- وسم\n- صيد\n- سمك\n- ملح\nالتعليقات', ''],
    ['of one tag opens none over a menu', 'قارب\nوسم\n# صيد\n# سمك\n# ملح\nالرئيسية\nمن نحن', ''],
    [
      'that says so opens one line with a particle in four words',
      'الوسوم\nصيد في البحر القديم',
      '{صيد في البحر القديم}',
    ],
    ['that says so opens no line with one in three', 'الوسوم\nصيد في البحر', ''],
    ['that says so opens two lines with two', 'الوسوم\nصيد في البحر من\nسمك', 'صيد في البحر من | سمك'],
    ['that says so with a colon opens one line with two', 'الوسوم:\nصيد في البحر من', '{صيد في البحر من}'],
    ['in a menu opens no three of one word each', 'الرئيسية\nالوسوم\nصيد\nسمك\nملح', ''],
    ['in a menu opens three of which one has two words', 'الرئيسية\nالوسوم\nصيد بحر\nسمك\nملح', 'صيد بحر | سمك | ملح'],
    ['in a menu opens no two', 'الرئيسية\nالوسوم\nصيد بحر\nسمك', ''],
    ['in a menu opens no four of one word each', 'الرئيسية\nالوسوم\nصيد\nسمك\nملح\nشراع', ''],
    [
      'in a menu opens five of one word each',
      'الرئيسية\nالوسوم\nصيد\nسمك\nملح\nشراع\nنورس',
      'صيد | سمك | ملح | شراع | نورس',
    ],
    ['in a menu opens none over which it goes on', 'الرئيسية\nالوسوم\nصيد\nسمك\nملح\nشراع\nنورس\nالرئيسية\nمن نحن', ''],
  ])
})

describe('a list on the line of its label', () => {
  each([
    ['of two commas is one of tags', 'الوسوم: صيد، سمك، ملح', 'صيد | سمك | ملح'],
    ['of one comma and five words a tag is one', `الوسوم: صيد، ${w(5)}`, 'صيد | ⟨5⟩'],
    ['of one comma and six words a tag is a run', `الوسوم: صيد، ${w(6)}`, '{صيد | ⟨6⟩}'],
    ['of one slash is a run', 'الوسوم: صيد / سمك', '{صيد | سمك}'],
    ['of two slashes is one of tags', 'الوسوم: صيد / سمك / ملح', 'صيد | سمك | ملح'],
    ['of one dash is a run', 'الوسوم: صيد - سمك', '{صيد | سمك}'],
    ['with a last tag of eight words keeps it', `الوسوم: صيد، سمك، ${w(8)}`, 'صيد | سمك | ⟨8⟩'],
    ['ends before a third of nine words, not sure', `الوسوم: صيد، سمك، ${w(9)}`, 'صيد | سمك 0.75'],
    ['has no end before a second of nine words', `الوسوم: صيد، ${w(9)}`, '{صيد | ⟨9⟩}'],
    [
      'has no end before one of nine words with others behind',
      `الوسوم: صيد، سمك، ${w(9)}، ملح`,
      '{صيد | سمك | ⟨9⟩ | ملح}',
    ],
    ['of a common word ends there, too', `علامات: صيد، سمك، ${w(9)}`, 'صيد | سمك 0.75'],
    [
      'keeps of nine words one that the page has before',
      `قرب بادور صيفا\nالوسوم: صيد، سمك، ${w(9)}`,
      'صيد | سمك | بادور 0.75',
    ],
    [
      'keeps of nine words two that the page has before',
      `قرب ${w(2)}\nالوسوم: صيد، سمك، ${w(9)}`,
      'صيد | سمك | ⟨2⟩ 0.75',
    ],
    ['keeps of nine words no more than four', `${w(6)}\nالوسوم: صيد، سمك، ${w(9)}`, 'صيد | سمك | ⟨4⟩ 0.75'],
    ['keeps of nine words none that the page has behind', `الوسوم: صيد، سمك، ${w(9)}\nقرب بادور`, 'صيد | سمك 0.75'],
    ['ends before five words of prose', 'الوسوم: صيد، سمك، كان هنا قارب هذا شراع', 'صيد | سمك 0.75'],
    ['ends before five words of hardly less prose', 'الوسوم: صيد، سمك، كان قارب شراع عنبر رصيف', 'صيد | سمك 0.75'],
    ['takes four words of prose for tags, so is none', 'الوسوم: صيد، سمك، كان هنا قارب هذا', ''],
    ['keeps a last one of hardly less prose', `الوسوم: صيد، سمك، كان في ${w(6)}`, 'صيد | سمك | كان في ⟨6⟩'],
    ['ends before a last one of hardly more prose', `الوسوم: صيد، سمك، كان في من ${w(5)}`, 'صيد | سمك 0.75'],
    ['of topics does not end there', `مواضيع ذات صلة: صيد، سمك، ${w(9)}`, ''],
    ['may have one of eight words before', `الوسوم: ${w(8)}، سمك، ${w(9, 8)}`, '{⟨8⟩ | سمك} 0.75'],
    ['has no end there behind one of nine words', `الوسوم: ${w(9)}، سمك، ${w(9, 9)}`, '{⟨9⟩ | سمك | ⟨9⟩}'],
    [
      'on a page without lines ends where what is left has more than four words a tag',
      `${w(84)} كلمات دلالية: صيد، سمك، ${w(9)}، ${w(3, 9)}، قارب`,
      'صيد | سمك | ⟨4⟩ 0.75',
    ],
    [
      'on a page without lines goes on where it has four',
      `${w(84)} كلمات دلالية: صيد، سمك، ${w(9)}، ${w(2, 9)}، قارب`,
      '{صيد | سمك | ⟨9⟩ | ⟨2⟩ | قارب} 0.9',
    ],
    ['goes on below its one comma and spaces', 'الوسوم: صيد، \nسمك', 'صيد | سمك'],
    ['goes on below a comma', 'الوسوم: صيد، سمك،\nملح، شراع\nقارب', 'صيد | سمك | ملح | شراع'],
    ['goes on below a comma and spaces', 'الوسوم: صيد، سمك، \nملح', 'صيد | سمك | ملح'],
    ['does not go on below a dash', 'الوسوم: صيد - سمك -\nملح', '{صيد | سمك}'],
    ['does not go on below a blank line', 'الوسوم: صيد، سمك،\n\nملح', 'صيد | سمك'],
    ['does not go on with what closes a list', 'الوسوم: صيد، سمك،\nالمصدر: وكالة', 'صيد | سمك'],
    ['is that between brackets', 'tags: [صيد، سمك]', 'صيد | سمك'],
    ['is that between brackets, whatever is behind', 'tags:  [صيد, سمك] كان الصياد', 'صيد | سمك'],
    ['is not that of brackets around each', 'tags: [صيد] [سمك]', 'صيد | سمك'],
    ['is not that of brackets that close on the next line', 'tags: [صيد، سمك\nملح] شراع', 'صيد | سمك'],
    ['is not that of brackets behind a word', 'tags: قارب [صيد، سمك] شراع', 'قارب [صيد | سمك] شراع'],
    ['is not that of empty brackets', 'tags: [] صيد، سمك', '[] صيد | سمك'],
    ['is the field of its line', 'بقلم سالم | Tags: صيد, سمك | 3 تعليقات', 'صيد | سمك 0.9'],
    ['is the field between middle dots', 'بقلم سالم · الوسوم: صيد، سمك · قارب', 'صيد | سمك 0.9'],
    [
      'is no field without a comma, since the bar may part tags',
      'بقلم سالم | Tags: صيد | سمك | شراع',
      'صيد | سمك | شراع 0.9',
    ],
    ['is no field where another mark stands before', 'بقلم سالم + Tags: صيد, سمك | شراع', 'صيد | سمك | شراع 0.9'],
    ['is no field where it begins its line', '| Tags: صيد, سمك | شراع', 'صيد | سمك | شراع'],
    [
      'is no field where the mark behind stands without blanks',
      'بقلم سالم | Tags: صيد, سمك|شراع',
      'صيد | سمك | شراع 0.9',
    ],
    [
      'ends before four Latin words',
      'الكلمات المفتاحية: صيد السمك، شباك القوارب، fishing in small boats',
      'صيد السمك | شباك القوارب',
    ],
    [
      'ends before four Latin words behind one Arabic tag of two words',
      'الوسوم: صيد السمك، fishing in small boats',
      '{صيد السمك}',
    ],
    [
      'ends before Latin words of which the last is no name',
      'الوسوم: صيد السمك، Fishing In Small boats',
      '{صيد السمك}',
    ],
    [
      'goes on with Latin words of which only the first is no name',
      'الوسوم: صيد السمك، fishing In Small Boats',
      'صيد السمك | fishing In Small Boats',
    ],
    ['ends before Latin words with a figure', 'الوسوم: صيد السمك، fishing 2 small boats here', '{صيد السمك}'],
    [
      'ends before Latin words that begin with a figure',
      'الوسوم: صيد السمك، 2 small boats fishing here',
      'صيد السمك | 2 small boats fishing here',
    ],
    [
      'goes on with three Latin words',
      'الكلمات المفتاحية: صيد السمك، شباك القوارب، fishing small boats',
      'صيد السمك | شباك القوارب | fishing small boats',
    ],
    [
      'goes on with four names of one letter',
      'الكلمات المفتاحية: صيد السمك، شباك القوارب، B B C D',
      'صيد السمك | شباك القوارب | B B C D',
    ],
    [
      'goes on with Latin capitals, which are a name',
      'الكلمات المفتاحية: صيد السمك، شباك القوارب، Union Of Small Boats',
      'صيد السمك | شباك القوارب | Union Of Small Boats',
    ],
    [
      'goes on with four Latin words behind one Arabic',
      'الكلمات المفتاحية: صيد، fishing in small boats',
      'صيد | fishing in small boats',
    ],
    [
      'goes on with four Latin words behind Latin',
      'Tags: صيد السمك، boats, fishing in small boats, ملح',
      'صيد السمك | boats | fishing in small boats | ملح',
    ],
    [
      'counts no figures among Latin words',
      'الكلمات المفتاحية: صيد السمك، شباك، fishing 2 small boats',
      'صيد السمك | شباك | fishing 2 small boats',
    ],
    [
      'goes on with four Latin words between commas',
      'الكلمات المفتاحية: صيد السمك، شباك، sea, nets, boats, fish',
      'صيد السمك | شباك | sea | nets | boats | fish',
    ],
  ])
})

describe('what a kind of label takes on its line', () => {
  each([
    ['topics: two short tags', 'مواضيع ذات صلة: صيد، سمك', 'صيد | سمك'],
    ['topics: no run', 'مواضيع ذات صلة: صيد سمك', ''],
    ['topics: no long ones', `مواضيع ذات صلة: ${w(4)}، ${w(4, 4)}`, ''],
    ['topics: a fifth of prose', 'مواضيع ذات صلة: صيد في البحر، سمك', 'صيد في البحر | سمك'],
    ['topics: no more', 'مواضيع ذات صلة: صيد في البحر، سمك في البحر', ''],
    ['index: three', 'سحابة الوسوم: صيد، سمك، ملح', 'صيد | سمك | ملح'],
    ['index: no two', 'سحابة الوسوم: صيد، سمك', ''],
    ['singular: two', 'قارب\nوسم: صيد، سمك', 'صيد | سمك'],
    ['singular: no run', 'قارب\nوسم: صيد سمك', ''],
    ['weak: a run behind a colon', 'علامات: صيد سمك', '{صيد سمك}'],
    ['weak: no two without a colon', 'علامات صيد، سمك', ''],
    ['weak: three without a colon', 'علامات صيد، سمك، ملح', 'صيد | سمك | ملح'],
    ['weak: no two inside a line', 'قارب علامات: صيد، سمك', ''],
    ['weak: three inside a line', 'قارب علامات: صيد، سمك، ملح', 'صيد | سمك | ملح 0.9'],
    ['strong: nothing that a particle begins, without a colon', 'كلمات دلالية في البحر صيد', ''],
    ['strong: a fifth of prose without a colon', 'كلمات دلالية صيد في البحر', '{صيد في البحر}'],
    ['strong: no more without a colon', 'كلمات دلالية صيد في إلى', ''],
    ['strong: no sentence without a colon', 'كلمات دلالية صيد سمك.', ''],
    ['strong: a list that ends in a full stop', 'كلمات دلالية صيد، سمك، ملح.', 'صيد | سمك | ملح'],
    ['strong: a full stop behind a colon', 'كلمات دلالية: صيد سمك.', '{صيد سمك}'],
    ['strong: nine words and a full stop', `كلمات دلالية: ${w(8)} في.`, '{⟨8⟩ في}'],
    ['strong: no nine words with two particles and a full stop', `كلمات دلالية: ${w(7)} في من.`, ''],
    ['strong: eight words with two particles and a full stop', `كلمات دلالية: ${w(6)} في من.`, '{⟨6⟩ في من}'],
    ['strong: a fourth of prose is too much without a colon', 'كلمات دلالية صيد في بحر إلى نهر سمك', ''],
    ['strong: a list of a fifth of prose before a sentence', 'الوسوم: صيد في، سمك. كان هذا شراع', 'صيد في | سمك'],
    ['strong: no list of more prose before a sentence', 'الوسوم: صيد في، سمك من، ملح. كان هذا شراع', ''],
    ['strong: a tenth of prose before a full stop', `كلمات دلالية: ${w(16)} في من.`, '{⟨16⟩ في من}'],
    ['strong: no more before a full stop', `كلمات دلالية: ${w(15)} في من.`, ''],
    [
      'strong: a list of two fifths of prose',
      'كلمات دلالية: كان، هذا، صيد، سمك، ملح، شراع، نورس، قارب، عنبر، رصيف، حبال، صدف، مجداف',
      'كان | هذا | صيد | سمك | ملح | شراع | نورس | قارب | عنبر | رصيف | حبال | صدف | مجداف',
    ],
    [
      'strong: no list of hardly more',
      'كلمات دلالية: كان، هذا، صيد، سمك، ملح، شراع، نورس، قارب، عنبر، رصيف، حبال، صدف',
      '',
    ],
    ['strong: no list of more', 'كلمات دلالية: كان، هذا، صيد', ''],
    ['strong: a run of three tenths of prose', `كلمات دلالية: كان ${w(7)}`, '{كان ⟨7⟩}'],
    ['strong: no run of more', `كلمات دلالية: كان ${w(6)}`, ''],
    ['strong: no sentence and more', 'الوسوم: صيد السمك. كان شراع قارب ملح سردين نورس', ''],
  ])
})

describe('a list between delimiters', () => {
  each([
    ['of brackets', 'الوسوم: (صيد) (سمك) (ملح)', 'صيد | سمك | ملح'],
    ['of brackets side by side', 'الوسوم: (صيد)(سمك)(ملح)', 'صيد | سمك | ملح'],
    ['not of one quotation mark', 'الوسوم: صيد"سمك"ملح', '{صيد"سمك"ملح}'],
    ['of quotation marks', 'الوسوم: "صيد" "سمك" "ملح"', 'صيد | سمك | ملح'],
    ['of counts', 'الوسوم: صيد (4) سمك (2) ملح (1)', 'صيد | سمك | ملح'],
    ['of counts, of four figures', 'الوسوم: صيد (4000) سمك (2000) ملح (1)', 'صيد | سمك | ملح'],
    ['not of five figures', 'الوسوم: صيد (40000) سمك (20000) ملح', '{صيد (40000) سمك (20000) ملح}'],
    ['not of one count', 'الوسوم: صيد سمك (2) ملح', '{صيد سمك (2) ملح}'],
    ['of commas, with counts that are dropped', 'الوسوم: صيد (4)، سمك (2)، ملح', 'صيد | سمك | ملح'],
    ['of commas, with one count that stays', 'الوسوم: صيد (4)، سمك، ملح', 'صيد (4) | سمك | ملح'],
    ['with bare counts', 'الوسوم: صيد 4، سمك 2، ملح 1', 'صيد | سمك | ملح'],
    ['with bare counts of four figures', 'الوسوم: صيد 4000، سمك 2، ملح 1', 'صيد | سمك | ملح'],
    ['with bare numbers of five figures, which stay', 'الوسوم: صيد 40000، سمك 2، ملح 1', 'صيد 40000 | سمك 2 | ملح 1'],
    ['with times', 'الوسوم: صيد ×4، سمك ×2، ملح ×1', 'صيد | سمك | ملح'],
    ['with years, which stay', 'الوسوم: صيد 2019، سمك 2020، ملح 2021', 'صيد 2019 | سمك 2020 | ملح 2021'],
    ['with one number that is no year', 'الوسوم: صيد 2019، سمك 20، ملح 2021', 'صيد | سمك | ملح'],
    ['with numbers of two tags, which stay', 'الوسوم: صيد 4، سمك 2', 'صيد 4 | سمك 2'],
    ['with numbers of all but one, which stay', 'الوسوم: صيد 4، سمك 2، ملح', 'صيد 4 | سمك 2 | ملح'],
    ['of underscores within tags', 'الوسوم: سوق_السمك صيد_البحر ملح', 'سوق السمك | صيد البحر | ملح'],
    ['not of one underscore', 'الوسوم: سوق_السمك صيد ملح', '{سوق السمك صيد ملح}'],
    ['of hashes', 'الوسوم: #صيد #سمك #ملح', 'صيد | سمك | ملح'],
    ['of hashes and spaces', 'الوسوم: # صيد # سمك # ملح', 'صيد | سمك | ملح'],
    ['of one hash, a run', 'الوسوم: صيد #سمك', '{صيد | سمك}'],
    ['not of the hash of a name', 'Tags: C# لغة، برمجة', 'C# لغة | برمجة'],
    ['not of a comma within a number', 'الوسوم: ألف 1,000 قارب, سمك', 'ألف 1,000 قارب | سمك'],
    ['of a comma beside one figure', 'الوسوم: صيد2,سمك,3ملح', 'صيد2 | سمك | 3ملح'],
    ['of commas and hashes', 'الوسوم: صيد، سمك #ملح، شراع', 'صيد | سمك | ملح | شراع'],
    ['of commas and counts', 'الوسوم: صيد (4) سمك (2)، ملح', 'صيد | سمك | ملح'],
    ['not of slashes among commas and counts', 'الوسوم: صيد (4)، سمك / بحر (2)، ملح (1)', 'صيد | سمك / بحر | ملح'],
    ['of commas and buttons', 'الوسوم: صيد Next قارب، سمك، ملح', 'صيد | قارب | سمك | ملح'],
    ['with counts in half of it, which stay', 'الوسوم: صيد (4)، سمك (2)، ملح، شراع', 'صيد | سمك | ملح | شراع'],
    ['with its one tag’s number', 'الوسوم: صيد (4)', '{صيد (4)}'],
    ['not of a slash behind a stretched letter', 'الوسوم: طـ/ـوفان / سمك / ملح', 'طـ/ـوفان | سمك | ملح'],
    ['not of tight dashes', 'الوسوم: صيد-سمك-ملح', '{صيد-سمك-ملح}'],
    ['not of dashes with one blank', 'الوسوم: صيد- سمك- ملح', '{صيد- سمك- ملح}'],
    ['not of dashes where commas are', 'الوسوم: كوفيد - 19، صيد، سمك', 'كوفيد - 19 | صيد | سمك'],
    ['not of slashes where commas are', 'الوسوم: صيد / بحر، سمك، ملح', 'صيد / بحر | سمك | ملح'],
    ['without addresses', 'الوسوم: صيد، http://suq.example، سمك', 'صيد | سمك'],
    ['without buttons', 'الوسوم: صيد، المزيد، سمك', 'صيد | سمك'],
    ['with a button in a tag', 'الوسوم: صيد، المزيد شراع، سمك', 'صيد | المزيد شراع | سمك'],
    ['without empty tags', 'الوسوم: صيد، …، سمك، !، ملح', 'صيد | سمك | ملح'],
    [
      'and where an Arabic phrase runs into a Latin one',
      'الوسوم: مرحلة التعليم Psychological pressure, قارب',
      'مرحلة التعليم | Psychological pressure | قارب',
    ],
    ['not where a Latin name follows', 'الوسوم: شركة Open Sea, قارب', 'شركة Open Sea | قارب'],
    ['not where one Latin word follows', 'الوسوم: شركة sea, قارب', 'شركة sea | قارب'],
    ['not where Arabic follows the Latin', 'الوسوم: شركة Open sea نورس, قارب', 'شركة Open sea نورس | قارب'],
    ['not where the Latin is first', 'الوسوم: Open sea nets, قارب', 'Open sea nets | قارب'],
    ['without a share bar of two names', 'الوسوم: صيد ملح شارك فيسبوك تويتر سمك', '{صيد ملح | سمك}'],
    ['with one name of a network', 'الوسوم: صيد ملح شارك فيسبوك سمك', '{صيد ملح شارك فيسبوك سمك}'],
    ['without three Latin names of networks', 'الوسوم: صيد ملح facebook twitter telegram سمك', '{صيد ملح | سمك}'],
    ['with two Latin names of networks', 'الوسوم: صيد ملح facebook twitter سمك', '{صيد ملح facebook twitter سمك}'],
    [
      'with two Latin names and an Arabic one',
      'الوسوم: صيد ملح facebook twitter تلغرام سمك',
      '{صيد ملح facebook twitter تلغرام سمك}',
    ],
  ])
})

/** A page that lost its line ends, from so many words on. */
const PAGE = vocabulary.join(' ').repeat(4)

describe('hashtags', () => {
  each([
    ['of two lines', '#صيد\n#سمك', 'صيد | سمك'],
    ['of two lines, in wide hashes', '＃صيد\n＃سمك', 'صيد | سمك'],
    ['of a line of one are none', 'قارب\n#صيد', ''],
    ['end at a blank line', '#صيد\n\n#سمك', ''],
    ['may stand behind blanks', ' #صيد\n  #سمك', 'صيد | سمك'],
    ['end before a line with other words', '#صيد #سمك\n#ملح قارب\nشراع', 'صيد | سمك'],
    ['may have commas behind them', '#صيد،\n#سمك،\nملح', 'صيد | سمك'],
    ['run on with blanks within, each to the next', '#سوق السمك#صيد#ملح البحر', 'سوق السمك | صيد | ملح البحر'],
    ['of two run on so are one and a half', '#سوق السمك#صيد', ''],
    ['run on so with a verb are none', '#سوق السمك#صيد#ملح كان', ''],
    ['with blanks within do not stand apart', '#سوق السمك #صيد #ملح', 'صيد | ملح'],
    ['run on in a row of a thousand units', `#سوق ${'س'.repeat(987)}#صيد#ملح`, `سوق ${'س'.repeat(987)} | صيد | ملح`],
    ['do not in a longer one', `#سوق ${'س'.repeat(988)}#صيد#ملح`, ''],
    ['have spaces for underscores', 'قارب #سوق_السمك #صيد_البحر', 'سوق السمك | صيد البحر'],
    ['stand apart from the word before', 'قارب#صيد #سمك', ''],
    ['of two end a line', 'قارب #صيد #سمك', 'صيد | سمك'],
    ['of two end a line with commas', 'قارب #صيد، #سمك،', 'صيد | سمك'],
    ['of two amid a line are none', 'قارب #صيد #سمك شراع', ''],
    ['of three stand anywhere', 'قارب #صيد #سمك #ملح شراع', 'صيد | سمك | ملح'],
    ['of two before what closes a list', 'قارب #صيد #سمك اقرأ أيضا', 'صيد | سمك'],
    ['of two before a date', 'قارب #صيد #سمك 12-03-2020', 'صيد | سمك'],
    ['of numbers are none', 'قارب #1 #2', ''],
    ['end at a number', 'قارب #صيد #سمك #3', ''],
    ['with bare hashes before them', 'قارب # #صيد #سمك', 'صيد | سمك'],
    ['of two amid a page without lines', `${PAGE} #صيد #سمك شراع`, 'صيد | سمك'],
    ['of two amid a sentence of such a page are none', `${PAGE} #صيد #سمك في`, ''],
    ['of two amid a verb of such a page are none', `${PAGE} #صيد #سمك كان`, ''],
  ])
})

describe('a list on a page without lines', () => {
  const far = (prose: string, at = 30) => `${'قارب '.repeat(84)}كلمات دلالية: ${w(at)} ${prose} ${w(50, 30)}`
  const open = (list: string) => `${w(3)}. الوسوم ${list} ${PAGE}`
  each([
    ['stands between sentences and what closes it, less sure', open('صيد سمك اقرأ أيضا'), '{صيد سمك} 0.9'],
    ['stands behind what closes another', `${w(3)} شارك المقال الوسوم صيد سمك اقرأ أيضا ${PAGE}`, '{صيد سمك} 0.9'],
    ['stands behind nothing else', `${w(3)} الوسوم صيد سمك اقرأ أيضا ${PAGE}`, ''],
    ['stands before nothing else', open('صيد سمك'), ''],
    ['is not of one word', open('صيد اقرأ أيضا'), ''],
    ['is of sixty words', open(`${w(60)} اقرأ أيضا`), '{⟨60⟩} 0.9'],
    ['is not of sixty-one words', open(`${w(61)} اقرأ أيضا`), ''],
    ['has one particle in twelve words', open(`${w(11)} في اقرأ أيضا`), '{⟨11⟩ في} 0.9'],
    ['has no particle in ten words', open(`${w(9)} في اقرأ أيضا`), ''],
    [
      'behind a colon ends where it reads like prose',
      `${w(84)} كلمات دلالية: ${w(30)} كان قد قال هو الذي ${w(30, 40)}`,
      '{⟨29⟩} 0.75',
    ],
    [
      'behind a colon ends before a conjunction',
      `${w(84)} كلمات دلالية: ${w(30)} وكان قد قال هو الذي ${w(30, 40)}`,
      '{⟨30⟩} 0.75',
    ],
    [
      'of four words ends before prose',
      `${w(10)} كلمات دلالية: صيد سمك ملح شراع وقال إن هذا هو الذي كان`,
      '{صيد سمك ملح شراع} 0.75',
    ],
    [
      'has three particles in twenty-three words before prose',
      `${w(10)} كلمات دلالية: ${w(20)} في من على وقال إن هذا هو الذي كان وكان قد قال`,
      '{⟨20⟩ في من على} 0.75',
    ],
    [
      'is none with three particles in twenty-two words before prose',
      `${w(10)} كلمات دلالية: ${w(19)} في من على وقال إن هذا هو الذي كان وكان قد قال`,
      '',
    ],
    ['ends before three verbs in a row', far('كان قد قال'), '{⟨29⟩} 0.75'],
    ['goes on with two verbs and a particle', far('كان قد في'), '{⟨30⟩ كان قد في ⟨50⟩} 0.9'],
    ['ends before two verbs and two particles', far('كان قد في من'), '{⟨29⟩} 0.75'],
    ['goes on with two verbs and two particles apart', far('كان قد بدر في من'), '{⟨30⟩ كان قد بدر في من ⟨50⟩} 0.9'],
    ['ends before two verbs of which one asks', far('كان؟ قد'), '{⟨29⟩} 0.75'],
    ['ends before two verbs of which one is broken off', far('كان.. قد'), '{⟨29⟩} 0.75'],
    ['goes on with one verb that asks and a particle', far('كان؟ في من'), '{⟨30⟩ كان؟ في من ⟨50⟩} 0.9'],
    [
      'ends before the heading of a sentence that it runs into',
      `${w(84)} كلمات دلالية: ${w(6)} الملخص قارب في نورس إلى ملح. ${w(9, 40)}`,
      '{⟨6⟩} 0.75',
    ],
    [
      'ends a word before such a sentence without one',
      `${w(84)} كلمات دلالية: ${w(6)} قارب في نورس إلى ملح. ${w(9, 40)}`,
      '{⟨6⟩} 0.75',
    ],
    [
      'ends before its conjunction',
      `${w(84)} كلمات دلالية: ${w(6)} قارب ومن نورس إلى ملح. ${w(9, 40)}`,
      '{⟨6⟩ قارب} 0.75',
    ],
    [
      'ends with a sentence of no such words',
      `${w(84)} كلمات دلالية: ${w(6)} قارب نورس ملح. ${w(10, 40)}`,
      '{⟨6⟩ قارب نورس ملح} 0.75',
    ],
    [
      'ends at a full stop with seven words behind it',
      `${w(84)} كلمات دلالية: ${w(6)} قارب في نورس إلى ملح. ${w(7, 40)}`,
      '{⟨6⟩ قارب في نورس إلى ملح} 0.75',
    ],
    [
      'ends before a sentence with eight behind it',
      `${w(84)} كلمات دلالية: ${w(6)} قارب في نورس إلى ملح. ${w(8, 40)}`,
      '{⟨6⟩} 0.75',
    ],
    [
      'has particles seven words apart in its sentence, not eight',
      `${'شراع '.repeat(84)} كلمات دلالية: ${w(6)} قارب في ${w(7, 20)} من ${w(6, 30)} إلى ملح. ${w(9, 40)}`,
      '{⟨6⟩ قارب في ⟨6⟩} 0.75',
    ],
    ['does not end before its fourth word', far('كان قد قال', 3), '{⟨3⟩ كان قد قال ⟨50⟩} 0.9'],
    ['ends before its fifth word, with the one before', far('كان قد قال', 4), '{⟨3⟩} 0.75'],
    [
      'of three words ends before prose',
      `${w(10)} كلمات دلالية: صيد سمك ملح وقال إن هذا هو الذي كان`,
      '{صيد سمك ملح} 0.75',
    ],
    ['of two words is none before prose', `${w(10)} كلمات دلالية: صيد سمك وقال إن هذا هو الذي كان`, ''],
    [
      'ends a word before a verb',
      `${w(10)} كلمات دلالية: صيد سمك ملح شراع قال إن هذا هو الذي كان`,
      '{صيد سمك ملح} 0.75',
    ],
    [
      'is none with a particle in six words before prose',
      `${w(10)} كلمات دلالية: صيد سمك ملح في شراع نورس وقال إن هذا هو الذي كان`,
      '',
    ],
    [
      'has a particle in seven words before prose',
      `${w(10)} كلمات دلالية: صيد سمك ملح في شراع نورس قارب وقال إن هذا هو الذي كان`,
      '{صيد سمك ملح في شراع نورس قارب} 0.75',
    ],
    ['without a colon is none before prose', `كلمات دلالية صيد سمك ملح شراع وقال إن هذا هو الذي كان`, ''],
    ['of a common word is none before prose', `علامات: صيد سمك ملح شراع وقال إن هذا هو الذي كان`, ''],
  ])
})

describe('a list that a sentence follows', () => {
  each([
    ['ends at its full stop', 'الوسوم: صيد، سمك، ملح. كان هذا شراع', 'صيد | سمك | ملح'],
    ['ends at its question mark', 'الوسوم: صيد، سمك، ملح؟ كان هذا شراع', 'صيد | سمك | ملح'],
    ['goes on where three tenths are prose', `الوسوم: صيد، سمك، ملح. كان ${w(7)}`, 'صيد | سمك 0.75'],
    ['ends where more are', `الوسوم: صيد، سمك، ملح. كان ${w(6)}`, 'صيد | سمك | ملح'],
    ['goes on where a fifth is prose without a colon', `كلمات دلالية صيد، سمك، ملح. كان ${w(12)}`, 'صيد | سمك 0.75'],
    ['ends where more are without a colon', `كلمات دلالية صيد، سمك، ملح. كان ${w(11)}`, 'صيد | سمك | ملح'],
    ['goes on behind a short word', 'الوسوم: صيد، سمك، مل. كان هذا شراع', ''],
    ['goes on behind a figure', 'الوسوم: صيد، سمك، ملح 200. كان هذا شراع', 'صيد | سمك 0.75'],
    ['goes on behind a full stop without a blank', 'الوسوم: صيد، سمك، ملح.كان هذا شراع', ''],
    ['goes on behind a full stop and another mark', 'الوسوم: صيد، سمك، ملح.، كان هذا شراع', ''],
    ['is none of a run', 'الوسوم: صيد سمك ملح. كان هذا شراع', ''],
  ])
})

describe('a list on a page broken at a width', () => {
  const list = 'الوسوم: صيد، سمك، ملح، شراع، نورس، قارب'
  each([
    [
      'goes on where the next word had no room',
      `${list}\nكبير، بحر، رصيف\nشبكة`,
      'صيد | سمك | ملح | شراع | نورس | قارب كبير | بحر | رصيف',
    ],
    ['does not where it had', `${list}\nكبير، بحر\n${w(12)}`, 'صيد | سمك | ملح | شراع | نورس | قارب'],
    [
      'does not with one comma',
      'الوسوم: صيد، سمك ملح شراع نورس قارب\nكبير، بحر، رصيف\nشبكة',
      'صيد | سمك ملح شراع نورس قارب',
    ],
    [
      'goes on with a line without commas where that is the last',
      `${list}\nكبير`,
      'صيد | سمك | ملح | شراع | نورس | قارب كبير',
    ],
    [
      'goes on with a line without commas before a blank one',
      `${list}\nكبير\n\nشبكة`,
      'صيد | سمك | ملح | شراع | نورس | قارب كبير',
    ],
    ['does not where other lines are behind', `${list}\nكبير\nشبكة`, 'صيد | سمك | ملح | شراع | نورس | قارب'],
    [
      'does not where lines are longer than paper has',
      `${list}\nكبير، بحر\n${w(30)}`,
      'صيد | سمك | ملح | شراع | نورس | قارب',
    ],
    ['does not with a blank line', `${list}\n\nكبير، بحر`, 'صيد | سمك | ملح | شراع | نورس | قارب'],
  ])
})

describe('a block', () => {
  const count = (text: string) => found(text).split('; ')[0]!.split(' | ').length
  it('is read no further than twenty thousand units', () => {
    expect(found(`الوسوم: ${'صيد '.repeat(8_000)}`)).toBe(`{${'صيد '.repeat(5_000).trim()}}`)
    expect(count(`الوسوم: ${'صيد، '.repeat(8_000)}`)).toBe(4_000)
    expect(count(`#صيد\n${'#سمك '.repeat(8_000)}`)).toBe(4_000)
    expect(count(`قارب ${'#سمك '.repeat(8_000)}`)).toBe(4_000)
  })

  it('is read no further than two hundred lines', () => {
    const lines = (glue: string) => Array.from({ length: 300 }, (_, i) => `صيد${i}`).join(glue)
    expect(count(`الوسوم: ${lines('،\n')}`)).toBe(201)
    expect(count(`الوسوم\n${lines('\n')}`)).toBe(200)
  })
})

describe('what stands between items', () => {
  each([
    ['an ornament', 'وسوم المقال: صيد البحر ✿ سمك ✿ ملح', 'صيد البحر | سمك | ملح'],
    ['a picture', 'علامات القصة 🏷️ صيد البحر 🏷️ سمك 🏷️ ملح', 'صيد البحر | سمك | ملح'],
    ['one ornament is a part of a name', 'وسوم المقال: صيد البحر ✿ سمك', '{صيد البحر ✿ سمك}'],
    ['an ornament tight to a word is its own', 'وسوم المقال: صيد✿ سمك ملح✿ شراع', '{صيد✿ سمك ملح✿ شراع}'],
    ['a comma is stronger', 'وسوم المقال: صيد ✿ البحر، سمك ✿ ملح', 'صيد ✿ البحر | سمك ✿ ملح'],
    ['full stops between blanks', 'الواصفات: صيد البحر . سمك . ملح', 'صيد البحر | سمك | ملح'],
    ['one full stop ends a sentence', 'الواصفات: صيد البحر . سمك', '{صيد البحر . سمك}'],
    ['a dash is stronger than it', 'الواصفات: صيد . البحر . قارب - سمك - ملح', 'صيد . البحر . قارب | سمك | ملح'],
    ['a slash behind the label and one more', 'في هذا الخبر / صيد البحر / سمك', 'صيد البحر | سمك'],
    ['one slash alone', 'في هذا الخبر: صيد البحر / سمك', ''],
    ['brackets around each', 'كلمات ذات علاقة: [صيد] [تغير الموج]', 'صيد | تغير الموج'],
  ])
})

describe('a label without tags', () => {
  each([
    ['says that there is none', 'وسوم: لا يوجد', ''],
    ['on the next line', 'الوسوم\nلا توجد وسوم', ''],
    ['in one word', 'Tags: none', ''],
    ['a tag that begins so', 'وسوم: لا للحرب', '{لا للحرب}'],
    ['beside others it is a tag', 'وسوم: لا يوجد، صيد', 'لا يوجد | صيد'],
  ])
})

describe('phrases behind hashes', () => {
  each([
    ['on a line each', '#دقيق مدعم\n#صيد\n#سوق السمك', 'دقيق مدعم | صيد | سوق السمك'],
    ['two lines are not enough', '#دقيق مدعم\n#سوق السمك', ''],
    ['a hash before a blank begins a heading', '# دقيق مدعم\n# سوق السمك\n# ملح البحر', ''],
    ['five words', `#${w(5)}\n#صيد\n#سمك`, '⟨5⟩ | صيد | سمك'],
    ['eleven are a sentence', `#${w(11)}\n#صيد البحر\n#سمك`, ''],
    ['a sentence is none', '#دقيق مدعم.\n#صيد البحر\n#سمك', ''],
    ['none behind a row of several', '#صيد #سمك\n#ملح قارب', 'صيد | سمك'],
    ['links of a row', '[# صيد البحر](/tags/1/) [# سمك](/tags/2/)', 'صيد البحر | سمك'],
    ['one link is none', '[# صيد البحر](/tags/1/)', ''],
    ['links of other text', '[# صيد البحر](/tags/1/) [سمك](/tags/2/)', ''],
    ['one behind its label', 'قارب\nوسم القصة: #أيد_منتجة', 'أيد منتجة'],
    ['without a colon it is spoken of', 'قارب\nوسم القصة #أيد_منتجة', ''],
    ['other words behind it', 'قارب\nوسم القصة: #أيد_منتجة ينتشر', ''],
    ['no hash', 'قارب\nوسم القصة: أيد منتجة', ''],
  ])
})

describe('a composed label', () => {
  each([
    ['of a piece', 'وسوم الحلقة: صيد، سمك', 'صيد | سمك'],
    ['that tells of it', 'كلمات دالة على المقال: صيد، سمك', 'صيد | سمك'],
    ['with the piece first', 'الحلقة في كلمات\nصيد\nسمك\nملح', 'صيد | سمك | ملح'],
    ['the words of a film', 'كلمات الفيديو: صيد • سمك • ملح', 'صيد | سمك | ملح'],
    ['with a demonstrative', 'كلمات البحث لهذا الإعلان - صيد - سمك - ملح', 'صيد | سمك | ملح'],
    ['of the site', `${w(20)}\nالكلمات المفتاحية للموقع: صيد، سمك، ملح`, ''],
    ['what it reads about', 'اقرأ عن: صيد + سمك البحر + ملح', 'صيد | سمك البحر | ملح'],
    ['and a headline about it', 'اقرأ عن صيد السمك في البحر وموسم الملح', ''],
  ])
})

describe('a list below its label', () => {
  each([
    ['ends before other pages of its kind', 'وسوم الصورة:\nصيد\nسمك\nملح\nصور مشابهة\nقارب', 'صيد | سمك | ملح'],
    ['with an article in the phrase', 'وسوم الوصفة:\nصيد\nسمك\nوصفات ذات صلة\nقارب', 'صيد | سمك'],
    ['before others of its kind', 'وسوم الكتاب:\nصيد\nسمك\nكتب أخرى\nقارب', 'صيد | سمك'],
  ])
})

describe('a label amid a page of one line', () => {
  const page = `${w(60)} انشر عبر الكلمات الدلالية صيد البحر سمك ملح مواضيع مميزة قارب`
  each([
    ['behind a bar that shares', page, '{صيد البحر سمك ملح}'],
    ['with blanks around it', `  \n${page} \n`, '{صيد البحر سمك ملح}'],
    ['with a line behind it', `${page}\n${w(9)}`, ''],
    ['shorter than a page', page.slice(page.length - 290), ''],
    ['without what ends the list', page.replace('مواضيع مميزة', 'ميناء'), ''],
    ['behind other words', page.replace('انشر عبر', 'صيد سمك'), ''],
    ['behind the name of a network alone', page.replace('انشر عبر', 'واتساب'), ''],
  ])
})

describe('what ends a list on one line', () => {
  const page = (behind: string) => `${w(60)}. الكلمات المفتاحية صيد البحر سمك ملح ${behind}`
  each([
    ['the address of the page', page('رابط دائم : https://a.example/?p=1 نسخ'), '{صيد البحر سمك ملح}'],
    ['a date as systems write it', page('8 فبراير, 2025 0 قارب شارك على فيسبوك'), '{صيد البحر سمك ملح}'],
    ['no date as people say it', page('7 أكتوبر 2023 قارب مواضيع مميزة'), '{صيد البحر سمك ملح 7 أكتوبر 2023 قارب}'],
    ['other pages, with articles', page('الموضوعات المتعلقة قارب'), '{صيد البحر سمك ملح}'],
  ])
  each([
    ['hashtags below a heading of other pages', 'مواضيع تهمك\n#صيد البحر\n#سمك\n#ملح', ''],
    ['and below another line', 'قارب شراع\n#صيد البحر\n#سمك\n#ملح', 'صيد البحر | سمك | ملح'],
  ])
})
