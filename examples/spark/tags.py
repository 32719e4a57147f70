"""
The tags of a crawl by Spark: records, tags and a registry as Parquet, the same that `wusum run` makes of the same pages.

  spark-submit --archives wusum.tgz#wusum tags.py --wusum 'node wusum/dist/cli/main.js' \
    --input 's3a://crawl/*.warc.gz' --input s3a://crawl/more.jsonl --output s3a://crawl/tags [--last s3a://crawl/before/registry]

Inputs are what Spark reads: WARC and WET (.warc, .wet, also .gz), Parquet (.parquet), else JSON Lines; --as says otherwise.
Every machine needs Node, and wusum, packed with its node_modules. docs/SHARDS.md tells of the steps, docs/SCALE.md of the cost.
"""
import argparse, json, re, shlex, zlib
from hashlib import sha256
from itertools import islice
from math import ceil, sqrt
from pyspark import StorageLevel
from pyspark.sql import SparkSession, Window, functions as F
import steps
from steps import add, by_map, read, step

SERIES = 48  # phrases with more near ones than this are of a series, as src/core/sameness/blocking.ts has it
SCHEMAS = {
    'records': 'id string, tags array<struct<tag string, surfaces array<string>, count long, confidence double, from array<string>, scope string>>',
    'tags': 'tag string, key string, pages long, count long, shown struct<pages long, count long>, variants array<struct<surface string,'
    ' count long, pages long, rule string, confidence double>>, related array<struct<tag string, relation string>>',
    'rejects': 'source string, record long, code string, reason string',
}


def added(args, rows, kind):
    """Evidence of all partitions as one, or what sites repeat: added in two rounds, the first where they lie."""
    some = of(rows, kind).coalesce(ceil(sqrt(rows.getNumPartitions())))
    return some.mapPartitions(lambda parts: add(args, parts)).repartition(1).mapPartitions(lambda parts: add(args, parts)).first()


def records_of(spark, args, form, paths):
    """Records of files of one format, as bytes that Node can read one behind the other."""
    if form == 'parquet':
        frame = spark.read.parquet(*paths).select(F.to_json(F.struct('*')).cast('binary').alias('value'))
    else:  # Spark cuts at any bytes, here where records of a WARC end, and keeps what is between them as it is
        ends = {'lineSep': '\r\n\r\nWARC/1.'} if form == 'warc' else {}
        frame = spark.read.options(**ends).text(paths).select(F.col('value').cast('binary'))
    if args.partitions:
        frame = frame.repartition(args.partitions, 'value')  # by content: a task done again finds the same
    if form != 'warc':
        return frame.rdd.map(lambda row: bytes(row.value) + b'\n')
    return frame.rdd.map(lambda row: (b'' if row.value.startswith(b'WARC/1.') else b'WARC/1.') + bytes(row.value) + b'\r\n\r\n')


def form_of(path):
    name = path.rstrip('/').lower()
    return 'parquet' if name.endswith('.parquet') else 'warc' if re.search(r'\.(warc|wet)(\.gz)?$', name) else 'jsonl'


def of(rows, kind):
    return rows.filter(lambda row: row[0] == kind).values()


def row_of(**fields):
    return (json.dumps(fields) + '\n').encode()


def hashed(text):
    return zlib.crc32(text.encode('utf8', 'surrogatepass'))


def by_key(rows, key, count):
    """Rows in partitions, those of one key in one and next to each other, in an order that follows from them alone."""
    keyed = rows.map(lambda row: ((key(json.loads(row)), row), None))
    return keyed.repartitionAndSortWithinPartitions(count, lambda it: hashed(it[0])).keys().values()


def with_map(rows, clusters, count):
    """Rows (partition, surfaces, place, row) in their partitions, and before them those rows of the map that they need."""
    needed = rows.flatMap(lambda it: {(surface, it[0]) for surface in it[1]}).distinct(count)
    mapped = of(clusters, 'map').map(lambda row: (json.loads(row)['surface'], row)).join(needed, count)
    keys = mapped.map(lambda it: (it[1][1], 0, it[0], it[1][0])).union(rows.map(lambda it: (it[0], 1, it[2], it[3])))
    return keys.map(lambda key: (key, None)).repartitionAndSortWithinPartitions(count, lambda key: key[0]).keys()


def on_driver(sc, args, counts, evidence, decisions):
    """Clusters of all spellings in one process beside the driver. They go back to the executors packed."""
    made = step(args, 'cluster', counts.toLocalIterator(), {'evidence': [evidence.value], **decisions}, ['tagged'], 86400)
    packed = [zlib.compress(b''.join(pack)) for pack in iter(lambda: [row for _, row in islice(made, 50_000)], [])]
    rows = sc.parallelize(packed, max(1, len(packed))).flatMap(lambda pack: zlib.decompress(pack).splitlines(True))
    return rows.map(lambda row: (steps.kind_of(row), row))


def in_engine(sc, args, counts, evidence, decisions):
    """The same clusters, of any number of spellings: near ones meet by key, and each component is clustered by itself."""
    count, key = args.buckets, lambda it: it['key']
    keep = lambda rows: rows.persist(StorageLevel.DISK_ONLY)
    given = lambda: {'evidence': [evidence.value], **decisions}
    phrases = keep(counts.mapPartitions(lambda rows: step(args, 'phrases', rows)).values())
    near = by_key(phrases, key, count).mapPartitions(lambda rows: step(args, 'keys', rows, decisions)).values()
    pairs = by_key(near, key, count).mapPartitions(lambda rows: step(args, 'judge', rows, given())).values().map(json.loads)
    # A pair may meet under several keys. Near ones of which both have very many are of a series, and do not count.
    met = pairs.map(lambda it: ((it['a'], it['b']), (it['near'], not it['near'], it['same'], it.get('related', []))))
    met = keep(met.reduceByKey(lambda x, y: (x[0] or y[0], x[1] or y[1], x[2] or y[2], x[3]), count))
    degrees = met.filter(lambda it: it[1][0]).flatMap(lambda it: [(phrase, 1) for phrase in it[0]]).reduceByKey(lambda x, y: x + y, count)
    series = set(degrees.filter(lambda it: it[1] > SERIES).keys().collect())
    met = met.filter(lambda it: it[1][1] or not (it[0][0] in series and it[0][1] in series))
    accepted = met.filter(lambda it: it[1][2]).keys()
    component = keep(components(accepted, count))
    placed = phrases.map(json.loads).keyBy(key).leftOuterJoin(component, count).values()
    placed = placed.map(lambda it: row_of(**{**it[0], 'key': it[1] or it[0]['key']}))
    joined = accepted.join(component, count).map(lambda it: row_of(key=it[1][1], pair=1, a=it[0], b=it[1][0], near=False, same=True))
    parts = by_key(placed.union(joined), key, count)
    clusters = keep(parts.mapPartitions(lambda rows: step(args, 'cluster', rows, given(), ['tagged'], options=['--by-key'])))
    # What keeps two surfaces apart may make their tags related, which only the map tells.
    turned = {'wider': 'narrower', 'narrower': 'wider'}
    kin = met.flatMap(lambda it: [end for a, b, how in it[1][3] for end in ((a, b, how), (b, a, turned.get(how, how)))])
    kin = kin.map(lambda it: (hashed(it[0]) % count, it[:2], it[0], row_of(key=it[0], kin=1, other=it[1], relation=it[2])))
    return clusters.union(with_map(kin, clusters, count).mapPartitions(lambda keys: by_map(args, 'relate', iter(keys))))


def components(edges, count):
    """
    The least phrase that each phrase is connected with, by FastSV (Zhang, Azad and Hu, 2020): what a phrase hears of its neighbours
    it hands to the one that it points to, too, so that rounds grow as the logarithm of the longest way, not as the way.
    """
    both = edges.flatMap(lambda edge: (edge, edge[::-1])).distinct(count).persist(StorageLevel.DISK_ONLY)
    least = both.map(lambda edge: (edge[0], min(edge))).reduceByKey(min, count)
    while True:
        led = least.map(lambda it: it[::-1]).join(least, count).values()
        heard = both.join(led, count).values().reduceByKey(min, count)
        handed = heard.join(least, count).map(lambda it: it[1][::-1])
        after = led.union(heard).union(handed).reduceByKey(min, count).persist(StorageLevel.DISK_ONLY)
        if after.subtract(least, count).isEmpty():
            return after
        least = after


def tags_of(sc, args, clusters, carried):
    """Records of tags, each where all is that is said of its cluster: whose name is in `of`, or the tag where it is one spelling."""
    name = lambda it: it.get('key') or it.get('of') or it['tag']['tag']
    rows = by_key(sc.union([of(clusters, 'tagged'), of(clusters, 'related'), carried]), name, args.buckets)
    return rows.mapPartitions(lambda rows: step(args, 'tags', rows)).values()


def id_of(key, turn):
    """The id of a key's tag, as a registry of wusum gives it."""
    bits = int.from_bytes(sha256((f'{key}\0{turn}' if turn else key).encode()).digest()[:8], 'big') >> 4
    return 't' + ''.join('0123456789abcdefghjkmnpqrstvwxyz'[bits >> shift & 31] for shift in range(55, -1, -5))


def registry(spark, tags, last):
    """
    The next snapshot: spellings with the id of their tag; ids with their tag, or with the id `into` which they went. A tag keeps
    the id that most of its occurrences had, an id that two tags claim stays with the larger claim, and none is ever forgotten.
    """
    shown = F.array(F.struct(F.col('tag').alias('surface'), 'shown.count', 'shown.pages'))
    others = F.transform('variants', lambda it: F.struct(it.surface.alias('surface'), it['count'], it.pages))
    spelled = tags.select('tag', 'key', F.inline(F.concat(shown, others)))
    schemas = {'surfaces': 'surface string, id string, count long, pages long', 'ids': 'id string, tag string, key string, into string'}
    old, known = (spark.read.parquet(f'{last}/{it}') if last else spark.createDataFrame([], schemas[it]) for it in schemas)
    nth = lambda group, *order: F.row_number().over(Window.partitionBy(group).orderBy(*order)).alias('nth')
    claims = spelled.join(old.select('surface', 'id'), 'surface').groupBy('tag', 'key', 'id').agg(F.sum('count').alias('n'))
    owned = claims.select('*', nth('id', F.desc('n'), 'key', 'tag')).where('nth = 1').drop('nth')
    owned = owned.select('tag', 'id', nth('tag', F.desc('n'), 'id')).persist()
    kept = owned.where('nth = 1').select('tag', 'id')
    # A new tag has the first id of its key that was never given; of several new tags of one key each has its own.
    fresh = tags.join(kept, 'tag', 'left_anti').select('tag', 'key', nth('key', 'tag').alias('place'))
    tried = fresh.select('tag', 'key', 'place', F.explode(F.sequence(F.lit(0), F.col('place') + 9)).alias('turn'))
    free = tried.withColumn('id', F.udf(id_of)('key', 'turn')).join(known, 'id', 'left_anti')
    given = free.select('tag', 'id', 'place', nth('tag', 'turn')).where('nth = place').select('tag', 'id').union(kept).persist()
    # Ids of before lead to where their tags went; spellings that are on no page now keep theirs, should they come back.
    went = owned.where('nth > 1').select('tag', F.col('id').alias('from')).join(kept, 'tag').select('from', F.col('id').alias('to'))
    now = tags.join(given, 'tag').select('id', 'tag', 'key', F.lit(None).cast('string').alias('into'))
    led = known.join(now, 'id', 'left_anti').join(went, F.coalesce('into', 'id') == went['from'], 'left')
    gone = old.join(spelled, 'surface', 'left_anti').join(went, old['id'] == went['from'], 'left')
    yield 'ids', 'id', now.union(led.select('id', 'tag', 'key', F.coalesce('to', 'into')))
    gone = gone.select('surface', F.coalesce('to', 'id'), F.lit(0), F.lit(0))
    yield 'surfaces', 'surface', spelled.join(given, 'tag').select('surface', 'id', 'count', 'pages').union(gone)


def run(spark, args):
    """All steps. Counts are of rows, not of what was done: a task done twice counts once. The Spark UI has them beside each job."""
    sc, told, buckets = spark.sparkContext, {}, args.buckets
    sc.addPyFile(steps.__file__)
    keep = lambda rows: rows.persist(StorageLevel.DISK_ONLY)
    tell = lambda what: sc.setJobDescription(f'{what}; before: {told}')
    decisions = {'decisions': [open(args.decisions, 'rb').read()]} if args.decisions else {}

    def save(name, rows):
        frame = spark.createDataFrame(rows.map(lambda row: (row.decode(),)), 'row string')
        frame = frame.select(F.from_json('row', SCHEMAS[name]).alias('row')).select('row.*', F.spark_partition_id().alias('bucket'))
        frame.write.mode('overwrite').partitionBy('bucket').parquet(f'{args.output}/{name}')

    tell('read')
    forms = {form: [path for path in args.input if form == (args.form or form_of(path))] for form in ('jsonl', 'parquet', 'warc')}
    reading = lambda form: records_of(spark, args, form, forms[form]).mapPartitions(lambda rows: read(args, 'warc' if form == 'warc' else 'jsonl', rows))
    held = keep(sc.union([reading(form) for form in forms if forms[form]]))
    told.update(held.keys().countByValue())
    evidence = sc.broadcast(added(args, held, 'evidence'))
    told['evidence'] = len(evidence.value)

    tell('cut')
    cutting = lambda rows: step(args, 'cut', rows, {'evidence': [evidence.value]}, ['counts', 'sites'], options=args.cut)
    cut = keep(of(held, 'held').mapPartitions(cutting))
    sites = sc.broadcast(added(args, cut, 'sites'))

    tell('cluster')
    counts = of(cut, 'spelling').map(json.loads).map(lambda it: (it['surface'], (it['count'], it['pages'])))
    counts = counts.reduceByKey(lambda a, b: (a[0] + b[0], a[1] + b[1]), buckets)
    counts = counts.map(lambda it: row_of(spelling=1, surface=it[0], count=it[1][0], pages=it[1][1]))
    cluster = {'driver': on_driver, 'engine': in_engine}[args.cluster]
    clusters = keep(cluster(sc, args, counts, evidence, decisions))
    told.update(clusters.keys().countByValue())

    tell('write')  # pages go to buckets by their ids
    found = of(cut, 'found').map(lambda row: (json.loads(row), row))
    found = found.map(lambda it: (hashed(it[0]['id']) % buckets, [tag[0] for tag in it[0]['tags']], it[0]['id'], it[1]))
    writing = lambda keys: by_map(args, 'write', iter(keys), {'sites': [sites.value]}, ['pages'], args.write)
    written = keep(with_map(found, clusters, buckets).mapPartitions(writing))
    save('records', of(written, 'id'))

    tell('tags')
    save('tags', tags_of(sc, args, clusters, of(written, 'carried')))
    save('rejects', of(held, 'reject'))
    for name, key, table in registry(spark, spark.read.parquet(f'{args.output}/tags'), args.last):
        tell(f'registry, {name}')
        table.repartition(buckets, key).sortWithinPartitions(key).write.mode('overwrite').parquet(f'{args.output}/registry/{name}')
    return {'pages': told['held'], 'rejects': told.get('reject', 0), 'spellings': told['map'], 'tags': told['tagged'], **told}


def arguments(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    option = parser.add_argument
    option('--input', action='append', required=True, help='a path that Spark reads, repeatable')
    option('--output', required=True, help='a folder for records, tags, rejects and registry')
    option('--last', help='the registry of the last run, whose ids go on')
    option('--as', dest='form', choices=['jsonl', 'parquet', 'warc'])
    option('--wusum', default='wusum', help='the command')
    for name in ('read', 'cut', 'write'):
        option(f'--{name}', type=shlex.split, default=[], help=f'options of `wusum shard {name}`')
    option('--decisions', help='a file of decisions beside the driver')
    option('--cluster', choices=['driver', 'engine'], default='driver', help='where; the driver can take some ten million spellings')
    option('--partitions', type=int, help='of the pages; default as Spark cuts the files')
    option('--buckets', type=int, default=16, help='of what is written')
    option('--silent', type=int, default=120, help='seconds that one page may take')
    args = parser.parse_args(argv)
    args.wusum = [*shlex.split(args.wusum), 'shard']
    return args


if __name__ == '__main__':
    print(json.dumps(run(SparkSession.builder.appName('wusum').getOrCreate(), arguments())))
