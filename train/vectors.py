"""Word vectors from prose: python train/vectors.py CORPUS.json.bin VOCABULARY.bin OUT.npy [--dim 48]

Singular vectors of the positive pointwise mutual information of each word with its neighbour before, its neighbour after, and the
words two to four places away (Levy, Goldberg, Dagan 2015: context distribution smoothing 0.75, eigenvalue weighting 0.5)."""
import argparse
import numpy as np, scipy.sparse as sp
from scipy.sparse.linalg import svds
ap = argparse.ArgumentParser()
ap.add_argument('corpus'); ap.add_argument('vocabulary'); ap.add_argument('out'); ap.add_argument('--dim', type=int, default=48)
ap.add_argument('--contexts', type=int, default=12000)
ap.add_argument('--extra', default='')
a = ap.parse_args()
voc = np.fromfile(a.vocabulary, np.int32)
tok = np.fromfile(a.corpus, np.int32)
at = np.searchsorted(voc, tok); at[at == len(voc)] = 0
ids = np.where(voc[at] == tok, at, -1).astype(np.int32); ids[tok == 0] = -2
V = len(voc)
count = np.bincount(ids[ids >= 0], minlength=V)
top = np.argsort(-count, kind='stable')[:a.contexts]
context = np.full(V, -1, np.int32); context[top] = np.arange(len(top))
C = len(top)
def pairs(offset):
    x, y = (ids[:-offset], ids[offset:])
    ok = (x >= 0) & (y >= 0)
    # punctuation between them parts them
    for k in range(1, offset): ok &= ids[k:len(ids) - offset + k] != -2
    return x[ok], y[ok]
def matrix(x, y):
    c = context[y]; ok = c >= 0
    return sp.coo_matrix((np.ones(ok.sum(), np.float32), (x[ok], c[ok])), shape=(V, C)).tocsr()
def ppmi(m, weight=1.0):
    m.data[m.data < 2] = 0; m.eliminate_zeros()
    w = np.asarray(m.sum(1)).ravel(); c = np.asarray(m.sum(0)).ravel() ** .75; c /= c.sum()
    m = m.tocoo()
    # shrunk for rare pairs (Pantel, Lin 2002)
    v = np.log(m.data / (w[m.row] * c[m.col] + 1e-9) + 1e-9) * (m.data / (m.data + 1))
    v = np.maximum(v, 0) * weight
    return sp.coo_matrix((v.astype(np.float32), (m.row, m.col)), shape=(V, C)).tocsr()
x, y = pairs(1)
after = matrix(x, y); before = matrix(y, x)
wide = None
for k in (2, 3, 4):
    x, y = pairs(k)
    m = matrix(x, y) + matrix(y, x)
    wide = m if wide is None else wide + m
M = sp.hstack([ppmi(before), ppmi(after), ppmi(wide, .7)]).tocsr()
print('entries', M.nnz)
rng = np.random.default_rng(0)
u, s, _ = svds(M, k=a.dim, v0=rng.normal(size=min(M.shape)))
o = np.argsort(-s); u, s = u[:, o], s[o]
E = u * np.sqrt(s)
# signs of singular vectors are free: the largest entry is positive
E *= np.sign(E[np.argmax(np.abs(E), 0), np.arange(a.dim)])
E /= E.std()
np.save(a.out, E.astype(np.float32))
print(E.shape, s[:4], s[-3:], 'zero rows', (np.abs(E).sum(1) < 1e-6).sum())
