#!/bin/sh
# The command line with a registry: every run learns from the pages of all earlier runs, and agrees with them.
#
#   examples/command-line.sh PAGES… : tagged pages to tagged.jsonl, all tags to tags.jsonl, the registry in tags.db
set -eu
wusum=${WUSUM:-npx wusum}

$wusum run "$@" --registry tags.db -o tagged.jsonl
$wusum tags --registry tags.db >tags.jsonl

# A curator's word, by hand; it holds from now on.
$wusum registry decide tags.db same 'حركة حماس' 'حماس' --by curator
$wusum registry check tags.db
$wusum registry export tags.db | gzip >tags-backup.jsonl.gz
