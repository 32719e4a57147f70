"""Trains the model of boundaries on the samples of samples.mjs: python train/boundaries.py SAMPLES [--out FILE]"""
import argparse, functools, json, os, time
import numpy as np
import jax, jax.numpy as jnp

ap = argparse.ArgumentParser()
ap.add_argument('samples')
ap.add_argument('--out')
ap.add_argument('--start', help='weights to begin with')
ap.add_argument('--mean', nargs='+', help='trains nothing: the mean of these weights, which began with the same')
ap.add_argument('--prose', default='0.9,0.4,0.1,0.05,0.05', help='share of the prose lists seen in each epoch')
ap.add_argument('--rate', type=float, default=2.5e-3)
# vectors come of far more text than lists: learning them as fast as the rest forgets it
ap.add_argument('--wordrate', type=float, default=0.1, help='the rate of the vectors of words, as a share')
ap.add_argument('--dim', type=int, default=48)
ap.add_argument('--hidden', type=int, default=96)
ap.add_argument('--second', type=int, default=48)
ap.add_argument('--role', type=int, default=16)
ap.add_argument('--drop', type=float, default=0.3)
ap.add_argument('--unknown', type=float, default=0.15)
ap.add_argument('--decay', type=float, default=1e-2)
ap.add_argument('--blind', type=float, default=0.5)
ap.add_argument('--seed', type=int, default=1)
ap.add_argument('--weights', default='0=1.5')
ap.add_argument('--vectors')
ap.add_argument('--average', type=float, default=0.998)
ap.add_argument('--words', type=int, default=3500)
ap.add_argument('--tests', default='other.dev,written,news.dev,keyphrases.dev', help='those that samples.mjs was not given are passed over')
a = ap.parse_args()
TESTS = [q for q in a.tests.split(',') if os.path.exists(f'{a.samples}/{q}-warm')]
start = time.time()
def say(*x): print(f'[{time.time()-start:.0f} s]', *x, flush=True)

fields = json.load(open(f'{a.samples}/fields.json'))
L = fields['longest']
HW, UW, GW, LW, SW = (len(fields[k]) for k in ('shape', 'use', 'gap', 'list', 'span'))
rows = {k: sum(fields[k].values()) for k in ('shape', 'use', 'gap', 'list', 'span')}
vocabulary = np.fromfile(f'{a.samples}/vocabulary.bin', np.int32)
V = len(vocabulary)

class Samples:
    def __init__(self, name):
        f = f'{a.samples}/{name}'
        meta = np.fromfile(f'{f}/meta.bin', np.int32).reshape(-1, 3)
        self.n, self.kind, self.page = meta[:, 0], meta[:, 1], meta[:, 2]
        ids = np.fromfile(f'{f}/ids.bin', np.int32)
        at = np.searchsorted(vocabulary, ids)
        at[at == V] = 0
        self.ids = np.where(vocabulary[at] == ids, at + 1, 0).astype(np.uint16)
        self.shapes = np.fromfile(f'{f}/shapes.bin', np.uint16).reshape(-1, HW)
        self.uses = np.fromfile(f'{f}/uses.bin', np.uint16).reshape(-1, UW)
        self.gaps = np.fromfile(f'{f}/gaps.bin', np.uint16).reshape(-1, GW)
        self.list = np.fromfile(f'{f}/list.bin', np.uint16).reshape(-1, LW)
        self.spans = np.memmap(f'{f}/spans.bin', np.uint16, 'r').reshape(-1, L, SW)
        self.sizes = np.fromfile(f'{f}/sizes.bin', np.uint8)
        self.at = np.concatenate([[0], np.cumsum(self.n)])
        self.gat = np.concatenate([[0], np.cumsum(self.n + 1)])

    def batch(self, index, N):
        B = len(index)
        ids = np.zeros((B, N), np.int32); shapes = np.zeros((B, N, HW), np.int32); uses = np.zeros((B, N, UW), np.int32)
        gaps = np.zeros((B, N + 1, GW), np.int32); spans = np.zeros((B, N, L, SW), np.int32)
        sizes = np.zeros((B, N), np.int32)
        for b, s in enumerate(index):
            n, o, g = self.n[s], self.at[s], self.gat[s]
            ids[b, :n] = self.ids[o:o+n]; shapes[b, :n] = self.shapes[o:o+n]; uses[b, :n] = self.uses[o:o+n]
            gaps[b, :n+1] = self.gaps[g:g+n+1]; spans[b, :n] = self.spans[o:o+n]
            sizes[b, :n] = self.sizes[o:o+n]
        return dict(n=self.n[index].astype(np.int32), kind=self.kind[index], ids=ids, shapes=shapes, uses=uses, gaps=gaps,
                    list=self.list[index].astype(np.int32), spans=spans, sizes=sizes)

    def batches(self, rng=None, use=None):
        edges = [8, 16, 24, 32, 48, 64, 96, 128, 256]
        out = []
        for lo, hi in zip([0] + edges, edges):
            index = np.nonzero((self.n > lo) & (self.n <= hi) & (use if use is not None else True))[0]
            if rng is not None: index = rng.permutation(index)
            B = max(8, a.words // hi)
            for k in range(0, len(index), B):
                part = index[k:k+B]
                out.append((part, hi, B))
        if rng is not None: out = [out[i] for i in rng.permutation(len(out))]
        return out

# kinds of samples from here on are lists out of prose
PROSE = 9
D, H, H2, R = a.dim, a.hidden, a.second, a.role
def init(rng):
    def normal(*shape, scale): return jnp.asarray(rng.normal(0, scale, shape), jnp.float32)
    p = dict(
        vocabulary=normal(V + 1, D, scale=0.1), shape=normal(rows['shape'], D, scale=0.1), use=normal(rows['use'], 2 * H, scale=0.1), edges=normal(2, D, scale=0.1),
        left=normal(D, H, scale=D**-.5), right=normal(D, H, scale=D**-.5), gap=normal(rows['gap'], H, scale=0.1),
        list=normal(rows['list'], H, scale=0.1), bias=jnp.zeros(H),
        out=normal(H2, scale=H2**-.5), start=normal(H2, R, scale=H2**-.5), end=normal(H2, R, scale=H2**-.5),
        conv=normal(3, H, H2, scale=(3*H)**-.5), bias2=jnp.zeros(H2), context=normal(H, H2, scale=H**-.5 * .3),
        tie=normal(L, R, scale=0.1), span=jnp.zeros(rows['span']),
    )
    if a.vectors: p['vocabulary'] = jnp.concatenate([jnp.zeros((1, D)), jnp.asarray(np.load(a.vectors)[:, :D] * 0.15)])
    return p

def scores(p, x, key=None):
    n = x['n']; B, N = x['ids'].shape
    ids = x['ids']; train = key is not None
    if train:
        k1, k2, k3, k4 = jax.random.split(key, 4)
        ids = jnp.where(jax.random.bernoulli(k1, a.unknown, ids.shape), 0, ids)
    w = p['vocabulary'][ids] + p['shape'][x['shapes']].sum(2)                 # B N D
    here = (jnp.arange(N)[None] < n[:, None])[..., None]
    w = jnp.where(here, w, p['edges'][1])
    w = jnp.concatenate([jnp.broadcast_to(p['edges'][0], (B, 1, D)), w, jnp.broadcast_to(p['edges'][1], (B, 1, D))], 1)
    u = p['use'][x['uses']].sum(2) * here                                     # B N 2H
    z = jnp.zeros((B, 1, H))
    e = p['gap'][x['gaps']].sum(2) + jnp.concatenate([z, u[..., :H]], 1) + jnp.concatenate([u[..., H:], z], 1)
    if train:
        # prose lists show nothing but words, half of the time
        seen = 1 - (jax.random.bernoulli(k2, a.blind, (B,)) & (x['kind'] >= PROSE))
        e = e * seen[:, None, None]
    h = w[:, :-1] @ p['left'] + w[:, 1:] @ p['right'] + e + p['list'][x['list']].sum(1)[:, None] + p['bias']
    h = jax.nn.relu(h)                                                        # B N+1 H
    inside = (jnp.arange(N + 1)[None] <= n[:, None])[..., None]
    inner = ((jnp.arange(N + 1)[None] > 0) & (jnp.arange(N + 1)[None] < n[:, None]))[..., None]
    h = h * inside
    if train: h = h * jax.random.bernoulli(k3, 1 - a.drop, h.shape) / (1 - a.drop)
    c = (h * inner).sum(1) / jnp.maximum(1, n - 1)[:, None]
    z = jnp.zeros((B, 1, H))
    before = jnp.concatenate([z, h[:, :-1]], 1); after = jnp.concatenate([h[:, 1:], z], 1)
    t = before @ p['conv'][0] + h @ p['conv'][1] + after @ p['conv'][2]
    h = jax.nn.relu(t + (c @ p['context'])[:, None] + p['bias2']) * inside
    if train: h = h * jax.random.bernoulli(k4, 1 - a.drop, h.shape) / (1 - a.drop)
    g = (h @ p['out']) * inner[..., 0]
    s, t = h @ p['start'], h @ p['end']                                       # B N+1 R
    tt = jnp.concatenate([t, jnp.zeros((B, L, R))], 1)
    ends = jnp.stack([tt[:, k:k+N] for k in range(1, L + 1)], 2)             # B N L R
    bil = jnp.einsum('bnr,bnlr,lr->bnl', s[:, :N], ends, p['tie'])
    table = p['span'][x['spans']].sum(3)
    if train: table = table * jnp.where(x['kind'] >= PROSE, seen, 1)[:, None, None]
    return g[:, :N, None] + bil + table

def logz(S, n):
    B, N, _ = S.shape
    # E[j, s-1] = S[j-s, s-1]
    j = jnp.arange(1, N + 1)[:, None]; s = jnp.arange(1, L + 1)[None]
    i = j - s
    E = jnp.where((i >= 0)[None], S[:, jnp.maximum(i, 0), s - 1], -1e9)     # B N L
    def step(window, e):  # window[s-1] = alpha[j-s]
        alpha = jax.nn.logsumexp(window + e, axis=1)
        return jnp.concatenate([alpha[:, None], window[:, :-1]], 1), alpha
    first = jnp.full((B, L), -1e9).at[:, 0].set(0.)
    _, alphas = jax.lax.scan(step, first, jnp.moveaxis(E, 1, 0))
    return alphas[n - 1, jnp.arange(B)]

def nll(S, x):
    sizes = x['sizes']
    gold = jnp.where(sizes > 0, jnp.take_along_axis(S, jnp.maximum(sizes - 1, 0)[..., None], 2)[..., 0], 0).sum(1)
    return logz(S, x['n']) - gold

weights_by_kind = np.ones(16, np.float32)
for part in filter(None, a.weights.split(',')):
    k, v = part.split('='); weights_by_kind[int(k)] = float(v)
WK = jnp.asarray(weights_by_kind)
def loss(p, x, key):
    l = nll(scores(p, x, key), x) * WK[x['kind']] * x['real']
    return l.sum() / (x['n'] * x['real']).sum()

scored = jax.jit(scores)

@jax.jit
def marginals(p, x):
    S = scores(p, x)
    m = jax.grad(lambda S: logz(S, x['n']).sum())(S)
    return m

@functools.partial(jax.jit, donate_argnums=(0, 1, 2, 3))
def update(p, m, v, mean, x, key, rate, t):
    l, g = jax.value_and_grad(loss)(p, x, key)
    norm = jnp.sqrt(sum(jnp.sum(q * q) for q in g.values()))
    g = {k: q * jnp.minimum(1, 1.0 / norm) for k, q in g.items()}
    m = {k: .9 * m[k] + .1 * g[k] for k in p}
    v = {k: .99 * v[k] + .01 * g[k] ** 2 for k in p}
    pace = lambda k: rate * (a.wordrate if k == 'vocabulary' else 1)
    p = {k: p[k] - pace(k) * (m[k] / (1 - .9 ** t) / (jnp.sqrt(v[k] / (1 - .99 ** t)) + 1e-8) + a.decay * p[k]) for k in p}
    mean = {k: a.average * mean[k] + (1 - a.average) * p[k] for k in p}
    return p, m, v, mean, l

PRICE = 0.4
def decode(M, n):
    best = np.zeros(n + 1); size = np.zeros(n + 1, int)
    for j in range(1, n + 1):
        b, z = -1e9, 0
        for s in range(1, min(L, j) + 1):
            w = best[j - s] + M[j - s, s - 1] - PRICE
            if w > b: b, z = w, s
        best[j], size[j] = b, z
    out = []; j = n
    while j > 0: out.append((j - size[j], size[j])); j -= size[j]
    return out

def test(p, name, by_house=False):
    """Tag F1 and calibration error over the lists of a set, each once; with the houses' own F1."""
    S = Samples(name); houses = {}; bins = np.zeros((10, 3)); total = np.zeros(3)
    for part, N, B in S.batches():
        x = S.batch(part, N); pad = B - len(part)
        x = {k: np.concatenate([v, np.repeat(v[:1], pad, 0)]) if pad else v for k, v in x.items()}
        M = np.asarray(marginals(p, x))
        for b, s in enumerate(part):
            n = S.n[s]
            got = decode(M[b], n)
            gold = {(i, int(z)) for i, z in enumerate(x['sizes'][b, :n]) if z}
            r = np.array([sum(t in gold for t in got), len(got), len(gold)])
            total += r
            houses[int(S.kind[s])] = houses.get(int(S.kind[s]), 0) + r
            for i, size in got:
                c = M[b, i, size - 1]
                bins[min(9, int(c * 10))] += (1, c, (i, size) in gold)
    f1 = lambda r: 2 * r[0] / (r[1] + r[2])
    ece = np.abs(bins[:, 1] - bins[:, 2]).sum() / bins[:, 0].sum()
    names = json.load(open(f'{a.samples}/{name}/houses.json'))
    detail = ' '.join(f'{names[k]} {f1(r):.3f}' for k, r in sorted(houses.items())) if by_house else ''
    return f'{f1(total):.4f} (ece {ece:.3f}) {detail}'

def sharpness(p, names):
    """By what to multiply all scores, so that lists of houses that were kept out are as likely as can be."""
    batches = []
    for name in names:
        S = Samples(name)
        for index, N, B in S.batches():
            x = S.batch(index, N)
            batches.append((np.asarray(scored(p, x)), {k: x[k] for k in ('n', 'sizes')}))
    one = jax.jit(lambda S, x, f: nll(S * f, x).sum())
    at = lambda f: sum(float(one(S, x, f)) for S, x in batches)
    return min((at(f), f) for f in np.arange(0.3, 1.21, 0.05))[1]

T = None if a.mean else Samples('train')
rng = np.random.default_rng(a.seed)
p = init(rng)
if a.start: p = {k: jnp.asarray(q) for k, q in np.load(a.start).items()}
mean = {k: q + 0. for k, q in p.items()}; m = {k: jnp.zeros_like(q) for k, q in p.items()}; v = {k: jnp.zeros_like(q) for k, q in p.items()}
say('parameters', sum(q.size for q in p.values()))
if a.mean: mean = {k: sum(jnp.asarray(np.load(f)[k]) for f in a.mean) / len(a.mean) for k in p}
shares = [] if a.mean else [float(x) for x in a.prose.split(',')]
def part(share): return (T.kind < PROSE) | (rng.random(len(T.n)) < share)
steps = sum(len(T.batches(rng, part(x))) for x in shares)
if T: say(steps, 'steps', len(T.n), 'samples')
key = jax.random.PRNGKey(a.seed); t = 0
for epoch, share in enumerate(shares):
    total = 0.; count = 0
    for index, N, B in T.batches(rng, part(share)):
        x = T.batch(index, N); pad = B - len(index)
        x['real'] = np.ones(len(index), np.float32)
        if pad:
            x = {k: np.concatenate([q, np.repeat(q[:1], pad, 0)]) for k, q in x.items()}
            x['real'][len(index):] = 0
        t += 1; key, kk = jax.random.split(key)
        warm = min(1, t / 200); rate = a.rate * warm * (0.5 * (1 + np.cos(np.pi * t / steps)) * .97 + .03)
        p, m, v, mean, l = update(p, m, v, mean, x, kk, rate, t)
        if t % 20 == 0: total += float(l); count += 1
    say(f'epoch {epoch+1} loss {total/max(1,count):.4f}', *[f'{q} w {test(mean, q+"-warm")} c {test(mean, q+"-cold")}' for q in TESTS[:2]])
f = sharpness(mean, ['written-warm', 'written-cold'])
say('sharpness', f)
mean = {k: q * f if k in ('out', 'tie', 'span') else q for k, q in mean.items()}
for q in TESTS: say(q, *[f'{mode} {test(mean, f"{q}-{mode}", True)}' for mode in ('warm', 'cold', 'partly')])

def write(p, path):
    """As readWeights of src/core/boundaries/network.ts reads it; a table row in 8 bits, each column with its scale."""
    import gzip
    p = {k: np.asarray(q, np.float32) for k, q in p.items()}
    parts = [np.array([0x314e5357, V, D, H, H2, R], np.uint32).tobytes(), vocabulary.astype(np.int32).tobytes()]
    def small(q, levels=127):
        scale = np.maximum(np.abs(q).max(0), 1e-9) / levels
        parts.append(scale.astype(np.float32).tobytes())
        parts.append(np.rint(q / scale).astype(np.int8).tobytes())
    full = lambda *qs: [parts.append(np.ascontiguousarray(q, np.float32).tobytes()) for q in qs]
    small(p['vocabulary'], 31); small(p['shape'], 31)
    small(p['use'][:, :H]); small(p['use'][:, H:]); small(p['gap']); small(p['list'])
    full(p['bias'], p['left'], p['right'], np.stack([p['edges'][0] @ p['left'], p['edges'][1] @ p['right']]))
    full(p['conv'], p['bias2'], p['context'])
    full(np.concatenate([p['out'][:, None], p['start'], p['end']], 1), p['tie'], p['span'])
    with open(path, 'wb') as f: f.write(gzip.compress(b''.join(parts), 9, mtime=0))
if a.out:
    np.savez(a.out, **{k: np.asarray(q) for k, q in mean.items()})
    write(mean, a.out.replace('.npz', '') + '.bin.gz')
