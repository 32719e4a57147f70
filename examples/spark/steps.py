"""
Steps of wusum (docs/SHARDS.md) over rows, through pipes: for Spark here, for any engine that has rows in Python. Rows are bytes, a
line of JSON each. What a step writes comes as (kind, row), and so does what is in the files that it makes.
"""
import os, re, select, shlex, signal, subprocess, tempfile, threading
from contextlib import contextmanager
from itertools import chain


class Died(Exception):
    """A process ended before its work."""


@contextmanager
def folder():
    """Names for the files of a step. They lie on the disks given to Spark: what a killed task leaves goes with the application."""
    with tempfile.TemporaryDirectory(prefix='wusum-', dir=os.environ.get('SPARK_LOCAL_DIRS', '').split(',')[0] or None) as name:
        yield lambda file: os.path.join(name, file)


def put(name, pieces):
    with open(name, 'wb') as file:
        file.writelines(pieces)


def lines_of(name):
    with open(name, 'rb') as file:
        yield from file


def node(command, rows, silent):
    """
    The lines that one process writes while a thread feeds it rows. Each waits for the other: between them lies what two pipes
    hold, and no more. A process that has rows to work on and says nothing for `silent` seconds is ended.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, start_new_session=True)
        end = lambda: process.poll() is None and os.killpg(process.pid, signal.SIGKILL)  # with what it has started
        rows, starved, failed = iter(rows), [True], []

        def feed():
            try:
                while True:
                    starved[0] = True  # while rows are waited for, its silence is not its fault
                    row = next(rows, None)
                    starved[0] = False
                    if row is None:
                        return process.stdin.close()
                    process.stdin.write(row)  # waits while the pipe is full
            except BrokenPipeError:
                pass  # it has gone; its exit status says why
            except BaseException as error:
                failed.append(error)
                end()

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        try:
            rest, still = b'', 0
            while True:
                if not select.select([process.stdout], [], [], 1)[0]:  # a second without a word
                    still = 0 if starved[0] else still + 1
                    if still >= silent:
                        end()
                    continue
                still, piece = 0, os.read(process.stdout.fileno(), 1 << 16)
                if not piece:
                    break
                *whole, rest = (rest + piece).split(b'\n')
                yield from (line + b'\n' for line in whole)
            code = process.wait()
            feeder.join()
            if failed:
                raise failed[0]
            if code:
                errors.seek(0)
                raise Died(f'{shlex.join(command)}: exit {code}: {errors.read().decode(errors="replace")[-2000:]}')
        finally:
            end()  # where the task itself was ended
            process.stdout.close()


def step(args, name, rows, give={}, take=(), silent=None, options=()):
    """
    One step over rows. `args.wusum` is the command; `give` has what is in the files that it reads, `take` names those it makes. Only
    reading meets what nobody has seen, so that others may be silent longer.
    """
    with folder() as at:
        for file, pieces in give.items():
            put(at(file), pieces)
        files = [it for file in (*give, *take) for it in (f'--{file}', at(file))]
        for row in node([*args.wusum, name, *options, *files], rows, silent or 10 * args.silent):
            yield kind_of(row), row
        for file in take:
            if file in ('evidence', 'sites'):  # one binary; the others are rows
                yield file, b''.join(lines_of(at(file)))
            else:
                yield from ((kind_of(row), row) for row in lines_of(at(file)))


def kind_of(row):
    """What a row is: its first name, or the one behind its key. Records of pages have `id` there, those of tags `tag`."""
    return re.match(rb'\{(?:"key":"(?:[^"\\]|\\.)*",)?"(\w+)"', row)[1].decode()


def read(args, form, records):
    """Held rows, rejects and evidence of a partition. A record that ends Node twice is passed by and is a reject; the rest is read."""
    with folder() as at, open(at('spool'), 'wb') as spool:

        def spooled():  # what was fed once can be fed again
            for record in records:
                spool.write(record)
                yield record

        rest, given, without, before = spooled(), 0, [], None
        while True:
            spool.flush()
            put(at('at'), [])
            options = ['--as', form, *args.read, '--at', at('at'), *(it for record in without for it in ('--without', record))]
            made = step(args, 'read', chain(lines_of(at('spool')), rest), take=['evidence'], silent=args.silent, options=options)
            try:
                for place, row in enumerate(made):
                    if place >= given:  # those before were given out before it died: they are the same, byte for byte
                        given += 1
                        yield row
                return
            except Died:
                found = re.search(rb'"record":(\d+)', b''.join(lines_of(at('at'))))  # where it was
                if not found or len(without) == 100:
                    raise
                record = found[1].decode()
                without += [record] if record == before else []
                before = record


def by_map(args, name, keys, give={}, take=(), options=()):
    """A step that needs some of the map, for rows (partition, whether it is not of the map, place, row): those of the map are first."""
    first = []

    def mapped():
        for _, other, _, row in keys:
            if other:
                return first.append(row)
            yield row

    rows = chain(first, (row for _, _, _, row in keys))
    return step(args, name, rows, {'map': mapped(), **give}, take, options=options)


def add(args, parts):
    """Evidence of several partitions as one, or what sites repeat."""
    with folder() as at:
        files = []
        for part in parts:
            files.append(at(str(len(files))))
            put(files[-1], [part])
        if len(files) > 1:
            subprocess.run([*args.wusum, 'add', *files, '-o', at('whole')], check=True)
            files = [at('whole')]
        yield from (b''.join(lines_of(file)) for file in files)
