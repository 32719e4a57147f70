#!/usr/bin/env python3
"""What other tools make of the same pairs, and how long they take over the same generated keys.

  pip install rapidfuzz symspellpy pyarabic camel-tools
  node bench/names.mjs 100000 > keys.txt
  python3 bench/sameness_peers.py keys.txt ../shared/pairs/news.dev.tsv ../shared/pairs/titles-different.dev.tsv …

For each file of pairs (columns a, b, label): precision and recall of "one tag". Then seconds over the keys: of grouping by
key where a tool has one, of finding all pairs within the distance otherwise. Lucene's and OpenRefine's rules are written
out here after their sources, since both are Java.
"""
import re
import sys
import time
import unicodedata

from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar, normalize_unicode
from pyarabic.normalize import normalize_searchtext
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein
from symspellpy import SymSpell, Verbosity


def lucene(text):
    """ArabicNormalizer of Lucene."""
    text = text.translate(str.maketrans("آأإىة", "اااي" + "ه"))
    return re.sub("[\u0640\u064b-\u0652]", "", text)


def fingerprint(text):
    """Fingerprint keyer of OpenRefine: NFKD, combining marks U+0300-036F and modifiers off, punctuation off, words sorted."""
    text = unicodedata.normalize("NFKD", text.strip().lower())
    text = "".join(c for c in text if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) not in ("Lm", "Sk"))
    text = "".join(c for c in text if not unicodedata.category(c).startswith(("P", "C")))
    return " ".join(sorted(set(text.split())))


def camel(text):
    return dediac_ar(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(normalize_unicode(text)))))


def blocks(text, n=6):
    return {text[i : i + n] for i in range(len(text) - n + 1)}


JUDGES = {
    "exact": lambda a, b: a == b,
    "Lucene ArabicNormalizer": lambda a, b: lucene(a) == lucene(b),
    "OpenRefine fingerprint": lambda a, b: fingerprint(a) == fingerprint(b),
    "OpenRefine nearest neighbour (distance 1, blocks of 6)": lambda a, b: bool(blocks(a) & blocks(b)) and Levenshtein.distance(a, b) <= 1,
    "RapidFuzz ratio 90": lambda a, b: fuzz.ratio(a, b) >= 90,
    "SymSpell distance 1": lambda a, b: OSA.distance(a, b) <= 1,
    "PyArabic searchtext": lambda a, b: normalize_searchtext(a) == normalize_searchtext(b),
    "CAMeL Tools": lambda a, b: camel(a) == camel(b),
    "PyArabic + distance 1": lambda a, b: OSA.distance(normalize_searchtext(a), normalize_searchtext(b)) <= 1,
    "CAMeL Tools + distance 1": lambda a, b: OSA.distance(camel(a), camel(b)) <= 1,
}


def pairs(path):
    with open(path, encoding="utf-8") as lines:
        head = next(lines).rstrip("\n").split("\t")
        label = head.index("label") if "label" in head else None
        for line in lines:
            row = line.rstrip("\n").split("\t")
            kind = row[label] if label is not None else "same"
            if kind != "evidence":
                yield row[0], row[1], kind == "merge" or kind.startswith("same")


def quality(path):
    rows = list(pairs(path))
    print(f"\n{path}: {len(rows)} pairs")
    for name, judge in JUDGES.items():
        tp = fp = fn = 0
        for a, b, one in rows:
            said = judge(a, b)
            tp += said and one
            fp += said and not one
            fn += one and not said
        precision = tp / (tp + fp) if tp + fp else 1
        recall = tp / (tp + fn) if tp + fn else 1
        print(f"  {name}: precision {precision:.3f}, recall {recall:.3f}, wrongly merged {fp}")


def timed(name, work):
    start = time.process_time()
    found = work()
    print(f"  {name}: {time.process_time() - start:.1f} s, {found}")


def grouped(keys, key):
    return f"{len({key(k) for k in keys})} groups"


def symspell(keys):
    index = SymSpell(max_dictionary_edit_distance=1, prefix_length=10)
    for key in keys:
        index.create_dictionary_entry(key, 1)
    found = sum(len(index.lookup(key, Verbosity.ALL, max_edit_distance=1)) - 1 for key in keys)
    return f"{found // 2} pairs"


def cdist(keys):
    found = 0
    for start in range(0, len(keys), 2000):
        found += int((process.cdist(keys[start : start + 2000], keys, scorer=fuzz.ratio, score_cutoff=90) > 0).sum())
    return f"{(found - len(keys)) // 2} pairs"


def main(keys_path, *paths):
    for path in paths:
        quality(path)
    with open(keys_path, encoding="utf-8") as lines:
        keys = [line.rstrip("\n") for line in lines]
    print(f"\n{len(keys)} keys, seconds of processor time")
    timed("exact", lambda: grouped(keys, lambda k: k))
    timed("Lucene ArabicNormalizer (in Python)", lambda: grouped(keys, lucene))
    timed("OpenRefine fingerprint (in Python)", lambda: grouped(keys, fingerprint))
    timed("PyArabic searchtext", lambda: grouped(keys, normalize_searchtext))
    timed("CAMeL Tools", lambda: grouped(keys, camel))
    timed("SymSpell distance 1", lambda: symspell(keys))
    few = keys[:20000]
    timed(f"RapidFuzz cdist, first {len(few)} only (all pairs: quadratic)", lambda: cdist(few))


main(*sys.argv[1:])
