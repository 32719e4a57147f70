"""SentencePiece's unigram model over flattened lists, every word one symbol.

pip install sentencepiece; python3 train/peers_sentencepiece.py GOLD.jsonl.gz...
"""

import gzip
import io
import json
import re
import sys
import unicodedata

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
    right = given = wanted = exact = 0
    for page, flat in zip(pages, lists):
        want = {" ".join(words(tag)) for tag in page["tags"]} - {""}
        got = {" ".join(back[c] for c in piece if c in back) for piece in processor.encode(flat, out_type=str)} - {""}
        right += len(want & got)
        given += len(got)
        wanted += len(want)
        exact += want == got
    print(f"{file.split('/')[-1]} SentencePiece unigram: F1 {2 * right / (given + wanted):.4f}, exact {exact / len(pages):.3f}")
