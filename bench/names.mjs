// Generated Arabic tags that look like those of pages: names of persons and places, phrases of a noun and what it governs,
// and misspellings of them. Deterministic. The vocabulary grows as text's does: common words from the lists below, by Zipf's
// law, and a tail of foreign names built of syllables.
const list = (text) => text.trim().split(/\s+/)
const GIVEN =
  list(`محمد أحمد علي حسن حسين محمود إبراهيم يوسف خالد عمر سعيد عبدالله مصطفى طارق سامي نبيل فؤاد جمال كمال رامي وليد ماجد
  ناصر سالم فهد سلطان راشد زياد هيثم بلال أنس ياسر حمزة إسماعيل عيسى موسى داود سليمان يحيى زكريا فاطمة مريم عائشة زينب خديجة ليلى سلمى
  هدى منى سعاد نادية رانيا دينا سارة ريم لمى نور هبة أمل إيمان جون جورج ميشال بيار إلياس أنطوان جوزيف دانيال ماكس فيليب`)
const FAMILY =
  list(`العلي الأحمد الحسن الخطيب النجار الحداد المصري الشامي العراقي الحلبي البغدادي القاسم الصباغ العمري الهاشمي التميمي
  الدوسري القحطاني الشمري العتيبي المطيري الزهراني الغامدي الحربي العنزي الكعبي المنصوري الشحي البلوشي الفارسي الحارثي المعمري منصور حداد
  خوري سركيس مراد عبود شاهين عواد صالح عثمان رضوان فرحات بركات نعمة حمدان زيدان قاسم جابر طاهر`)
const PLACE =
  list(`مصر سوريا لبنان الأردن فلسطين العراق السعودية الكويت البحرين قطر الإمارات عمان اليمن السودان ليبيا تونس الجزائر المغرب
  موريتانيا الصومال تركيا إيران باكستان الهند الصين اليابان كوريا روسيا أوكرانيا ألمانيا فرنسا إيطاليا إسبانيا البرتغال بريطانيا أمريكا
  كندا المكسيك البرازيل الأرجنتين أستراليا دمشق بيروت القاهرة بغداد الرياض جدة الدوحة مسقط صنعاء الخرطوم طرابلس الرباط عمّان القدس غزة
  حلب حمص الموصل البصرة الإسكندرية أسوان مراكش فاس وهران قسنطينة`)
const HEAD =
  list(`وزير وزارة رئيس حكومة مجلس اتحاد بطولة دوري كأس مباراة نادي منتخب جامعة مدرسة مستشفى شركة بنك سوق أسعار أزمة حرب
  اتفاق مؤتمر قمة انتخابات احتجاجات زلزال فيضانات حرائق حادث جريمة محكمة قانون دستور مهرجان معرض فيلم مسلسل كتاب رواية أغنية متحف مطار
  ميناء قطار طريق جسر سد نهر بحر جبل صحراء مدينة قرية محافظة ولاية إقليم حدود سفارة قنصلية جيش شرطة حزب حركة نقابة جمعية منظمة هيئة`)
const TAIL =
  list(`الخارجية الداخلية الدفاع المالية الاقتصاد التعليم الصحة الثقافة الرياضة الزراعة الصناعة التجارة النقل الطاقة البيئة السياحة
  الإعلام العدل العمل الإسكان المياه الكهرباء النفط الغاز الذهب الدولار الأسهم القدم السلة اليد السباحة التنس الملاكمة السيارات الدراجات
  الوطني الدولي العربي الأوروبي الأفريقي الآسيوي المحلي المركزي الجديد القديم الأول الثاني العالمي الإسلامي الشعبي العام الخاص الكبير الصغير`)
const CONSONANTS = [...'بتجحخدرزسشصضطعغفقكلمنهويبتدرسلمنكبدرلمن']
const VOWELS = ['ا', 'ي', 'و', '', '', 'ا', 'ي']
const ENDINGS = ['', 'ا', 'ي', 'و', 'ن', 'س', 'ان', 'ين', 'وف', 'سكي', 'تون', 'برغ', 'يا', 'و', 'ر', 'ية']

/** `size` distinct surfaces with counts, common ones first. */
export function* keys(size, seed = 1) {
  let state = seed >>> 0
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const of = (words) => words[Math.floor(words.length * random() ** 1.6)]
  const coined = []
  const foreign = () => {
    // A known name with a probability that falls as text grows: Heaps' law with an exponent of about a half.
    if (coined.length > 50 && random() > 14 / Math.sqrt(coined.length))
      return coined[Math.floor(coined.length * random() ** 2)]
    let name = ''
    const syllables = 2 + Math.floor(random() * 2.4)
    for (let i = 0; i < syllables; i++)
      name += CONSONANTS[Math.floor(random() * CONSONANTS.length)] + VOWELS[Math.floor(random() * VOWELS.length)]
    name += ENDINGS[Math.floor(random() * ENDINGS.length)]
    coined.push(name)
    return name
  }
  const shapes = [
    () => foreign(),
    () => `${of(GIVEN)} ${foreign()}`,
    () => `${foreign()} ${foreign()}`,
    () => `${of(GIVEN)} ${of(FAMILY)}`,
    () => `${of(GIVEN)} ${of(GIVEN)} ${of(FAMILY)}`,
    () => `${of(HEAD)} ${of(TAIL)}`,
    () => `${of(HEAD)} ${of(PLACE)}`,
    () => `${of(HEAD)} ${of(TAIL)} ${of(PLACE)}`,
    () => `${of(HEAD)} ${of(TAIL)} ${of(TAIL)} في ${of(PLACE)}`,
    () => `${of(HEAD)} ${foreign()}`,
    () => `${of(HEAD)} ${of(TAIL)} ${2000 + Math.floor(random() * 27)}`,
  ]
  const slip = (text) => {
    const letters = [...text]
    const at = 1 + Math.floor(random() * (letters.length - 1))
    const kind = random()
    if (kind < 0.3) letters.splice(at, 1)
    else if (kind < 0.5) letters.splice(at, 0, letters[at])
    else if (kind < 0.75 && at + 1 < letters.length) [letters[at], letters[at + 1]] = [letters[at + 1], letters[at]]
    else letters.splice(at, 0, VOWELS[Math.floor(random() * 3)])
    return letters.join('').replace(/ +/g, ' ').trim()
  }
  const seen = new Set()
  const recent = []
  while (seen.size < size) {
    const right =
      recent.length > 1000 && random() < 0.04
        ? slip(recent[Math.floor(random() * recent.length)])
        : shapes[Math.floor(random() * shapes.length)]()
    if (right.length < 3 || seen.has(right)) continue
    seen.add(right)
    if (recent.length < 200000) recent.push(right)
    const count = Math.max(1, Math.floor(20000 / seen.size))
    yield { surface: right, count, pages: count }
  }
}

// Run on its own, it prints N keys, one a line.
if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const { surface } of keys(Number(process.argv[2] ?? 100_000))) process.stdout.write(`${surface}\n`)
