"""
Runs examples/spark/tags.py over a plan case by case in one session, and tells what each came to, a line each. A case has a name and
the arguments of the job, or `tags`, `last` and `output`: then only the registry is made; or `spellings` and `evidence`, files of
rows of counts and of evidence, and `args`: then only clusters are. `kill`: an executor dies in each of the first stages.
"""
import json
import os
import signal
import sys
import threading
import time
from hashlib import sha256

from pyspark import StorageLevel
from pyspark.sql import SparkSession, functions as F

folder, plan = sys.argv[1:]
sys.path.insert(0, folder)
import tags

spark = SparkSession.builder.getOrCreate()
sc = spark.sparkContext
for module in (tags, tags.steps):
    sc.addPyFile(module.__file__)


def executors():
    """Machines of Java below the driver's."""
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            parent = open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()[1]
            if int(parent) == os.getppid() and b'CoarseGrainedExecutorBackend' in open(f'/proc/{pid}/cmdline', 'rb').read():
                yield int(pid)
        except OSError:
            pass


def kill(done):
    """Ends one executor in each of the first stages. What is lost is made again in stages of its own, so that there is an end to it."""
    seen = set()
    while not done.wait(0.2):
        for stage in sc.statusTracker().getActiveStageIds():
            alive = sorted(executors())
            if stage not in seen and len(seen) < 20 and len(alive) > 1:
                seen.add(stage)
                os.kill(alive[stage % 2], signal.SIGKILL)
    print(f'{len(seen)} executors killed', file=sys.stderr)


def clusters(args, spellings, evidence):
    """A sum over what each tag is and over what each spelling stands for, which tells no order."""
    counts = spark.read.text(spellings).repartition(args.buckets, 'value').rdd.map(lambda row: row.value.encode() + b'\n')
    cluster = {'driver': tags.on_driver, 'engine': tags.in_engine}[args.cluster]
    made = cluster(sc, args, counts, sc.broadcast(open(evidence, 'rb').read()), {}).persist(StorageLevel.DISK_ONLY)
    records = tags.tags_of(sc, args, made, sc.emptyRDD())
    mapped = tags.of(made, 'map').map(json.loads).map(lambda it: json.dumps([it['surface'], it['tag']]).encode())
    sums = [rows.map(lambda row: int(sha256(row).hexdigest()[:16], 16)).sum() for rows in (records, mapped)]
    return {'spellings': mapped.count(), 'tags': records.count(), 'sums': sums}


def run(case):
    if 'spellings' in case:
        return clusters(tags.arguments(case['args']), case['spellings'], case['evidence'])
    if 'args' in case:
        return tags.run(spark, tags.arguments(case['args']))
    rows = spark.read.text(case['tags']).select(F.from_json('value', tags.SCHEMAS['tags']).alias('row')).select('row.*')
    for name, key, table in tags.registry(spark, rows, case.get('last')):
        table.write.parquet(f"{case['output']}/{name}")
    return {}


for case in json.load(open(plan)):
    start, done = time.time(), threading.Event()
    if case.get('kill'):
        threading.Thread(target=kill, args=[done], daemon=True).start()
    try:
        told = run(case)
    except Exception as error:
        told = {'error': '\n'.join(line for line in str(error).split('\n') if not line.startswith(('\tat ', '  File ')))[:3000]}
    done.set()
    print(json.dumps({'name': case['name'], 'told': told, 'seconds': round(time.time() - start, 1)}), flush=True)
    for rows in sc._jsc.getPersistentRDDs().values():
        rows.unpersist()
