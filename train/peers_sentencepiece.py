"""SentencePiece's unigram model over flattened lists, every word one symbol; of several houses in a file, also by house.

pip install sentencepiece; python3 train/peers_sentencepiece.py GOLD.jsonl.gz...
"""

import gzip
import io
import json
import re
import sys
import unicodedata
from collections import Counter

import sentencepiece


def words(text):
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u064b-\u065f\u0670\u0640\u200b-\u200f\ufeff\u061c]", "", text)
    text = re.sub("[أإآٱ]", "ا", text).replace("ى", "ي").replace("ی", "ي").replace("ک", "ك")
    text = text.replace("ة", "ه").replace("ؤ", "و").replace("ئ", "ي").lower()
    return re.findall(r"[^\W_]+", text)


for file in sys.argv[1:]:
    pages = [json.loads(line) for line in gzip.open(file, "rt")]
    symbols = {}
    lists = [
        "".join(symbols.setdefault(w, chr(0x20000 + len(symbols))) for w in words(" ".join(page["tags"])))
        for page in pages
    ]
    back = {symbol: word for word, symbol in symbols.items()}
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sorted(set(lists))), model_writer=model, vocab_size=len(symbols) + 2000,
        model_type="unigram", character_coverage=1.0, normalization_rule_name="identity", add_dummy_prefix=False,
        max_sentence_length=100000, max_sentencepiece_length=6, hard_vocab_limit=False,
        split_by_unicode_script=False, minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    scores = {}
    for page, flat in zip(pages, lists):
        want = {" ".join(words(tag)) for tag in page["tags"]} - {""}
        got = {" ".join(back[c] for c in piece if c in back) for piece in processor.encode(flat, out_type=str)} - {""}
        house = re.match("([a-z]+):", str(page["id"]))
        for name in ["", house[1]] if house else [""]:
            score = scores.setdefault(name, Counter())
            score.update(right=len(want & got), tags=len(want) + len(got), exact=want == got, pages=1)

    def f1(score):
        return 2 * score["right"] / score["tags"]

    everything = scores.pop("")
    exact = everything["exact"] / everything["pages"]
    print(f"{file.split('/')[-1]} SentencePiece unigram: F1 {f1(everything):.4f}, exact {exact:.3f}")
    if scores:
        print("  " + ", ".join(f"{house} {f1(score):.3f}" for house, score in scores.items()))
