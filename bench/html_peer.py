#!/usr/bin/env python3
"""What does parsing the HTML pages of a WARC and taking their text cost in Resiliparse (pip install resiliparse)?

    python3 bench/html_peer.py PAGES.warc
"""
import sys

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

with open(sys.argv[1], 'rb') as file:
    data = file.read()
at = units = 0
while (end := data.find(b'\r\n\r\n', at)) >= 0:
    length = int(data[at:end].split(b'Content-Length: ')[1])
    answer = data[end + 4 : end + 4 + length]
    page = HTMLTree.parse_from_bytes(answer[answer.find(b'\r\n\r\n') + 4 :])
    units += len(extract_plain_text(page, main_content=False))
    at = end + 4 + length + 4
print(units, 'units of text')
