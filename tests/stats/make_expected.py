"""Makes expected.json: what tests/stats.rs holds kwic's measures against.

    python3 -m venv /tmp/stats-venv
    /tmp/stats-venv/bin/pip install arch scipy statsmodels nltk association-measures lexicalrichness pymannkendall mpmath
    /tmp/stats-venv/bin/python tests/stats/make_expected.py

Where a package has the measure it is asked; else the formula is written here from the source that
`kwic measures NAME` names. ORACLES says which.
"""

import json
import math
import random
from collections import Counter
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import association_measures.measures as am
import mpmath
import numpy as np
import pandas as pd
import pymannkendall
from arch.bootstrap import IIDBootstrap
from lexicalrichness import LexicalRichness
from nltk import FreqDist
from nltk.metrics import BigramAssocMeasures as nltk_am
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests

mpmath.mp.dps = 40
PACKAGES = "arch scipy statsmodels nltk association-measures lexicalrichness pymannkendall mpmath numpy pandas".split()

ORACLES = {
    "log-likelihood": "mpmath, held against scipy chi2_contingency(lambda_='log-likelihood'), which rounds",
    "signed-log-likelihood": "mpmath, held against association-measures log_likelihood, which rounds",
    "simple-ll": "mpmath, held against association-measures simple_ll, which rounds",
    "bic": "formula, with mpmath's G2",
    "chi-squared": "scipy chi2_contingency(correction=True)",
    "t-score": "association-measures t_score",
    "z-score": "association-measures z_score",
    "fisher": "mpmath, the sum of the hypergeometric chances with 40 digits; scipy fisher_exact where it has digits",
    "pmi": "nltk pmi",
    "pmi2": "nltk mi_like(power=2)",
    "pmi3": "nltk mi_like(power=3)",
    "npmi": "formula, with mpmath",
    "mi-log-f": "formula, with mpmath",
    "dice": "association-measures dice",
    "log-dice": "formula, with association-measures' dice",
    "delta-p": "formula, with whole fractions",
    "delta-p-back": "formula, with whole fractions",
    "min-sensitivity": "association-measures min_sensitivity",
    "odds-ratio": "statsmodels Table2x2 of the cells raised by a half",
    "log-ratio": "association-measures log_ratio(discounting='Hardie2014')",
    "conservative-log-ratio": "association-measures conservative_log_ratio",
    "percent-diff": "formula, with whole fractions",
    "simple-maths": "formula, with whole fractions",
    "range": "counted",
    "dp": "formula, with whole fractions",
    "dp-norm": "formula, with whole fractions",
    "juilland-d": "scipy variation",
    "carroll-d2": "scipy entropy",
    "rosengren-s": "formula, with mpmath",
    "kl-divergence": "scipy entropy of two distributions",
    "arf": "the mean number of filled segments over all cuts (where segments are whole), else the formula",
    "ttr": "lexicalrichness ttr",
    "standardised-ttr": "lexicalrichness msttr",
    "mattr": "lexicalrichness mattr",
    "mtld": "lexicalrichness mtld, forwards and backwards",
    "hd-d": "lexicalrichness hdd",
    "hapaxes": "nltk FreqDist.hapaxes",
    "rate-interval": "formula, with arch IIDBootstrap.apply drawing with SplitMix64 written again, and scipy stats.t",
    "permutation-test": "SplitMix64 written again",
    "welch-t": "scipy ttest_ind(equal_var=False)",
    "holm": "statsmodels multipletests",
    "cohens-d": "statsmodels effectsize_smd without its correction",
    "hedges-g": "statsmodels effectsize_smd",
    "mann-whitney-u": "scipy mannwhitneyu",
    "rank-biserial": "formula, with scipy's U",
    "mann-kendall": "pymannkendall original_test",
    "sen-slope": "scipy theilslopes; pymannkendall for steps of one year",
    **{name: "formula, with whole fractions" for name in "sentence-length lix rix ari coleman-liau flesch \
flesch-kincaid fog".split()},
}

TABLES = [
    (10, 90, 20, 9880), (30, 70, 20, 880), (1, 9, 1, 989), (5, 5, 5, 5), (5, 45, 45, 405), (3, 97, 60, 840),
    (150, 850, 1200, 1_000_000), (8, 1_992, 15, 18_000_000), (15_828, 14_172, 4_675, 965_325),
    (110, 2_442, 111, 29_114), (1000, 1_000_000, 900, 1_000_000), (20_000, 80_000, 300_000, 99_600_000),
    (2, 500_000, 12_000, 900_000), (0, 100, 30, 9870), (40, 960, 0, 5_000), (0, 7, 0, 50), (6, 0, 0, 994),
    (6, 0, 4, 990), (3, 4, 0, 0), (0, 0, 4, 9), (7, 0, 9, 0), (1_000_001, 999_999, 1_000_000, 1_000_000),
]


def fraction(above, below):
    """above / below of whole numbers, rounded once; None where there is none."""
    return above / below if below else None


def ln_hypergeometric_tail(a, b, c, d):
    n = mpmath.mpf(a + b + c + d)
    comb = lambda n, k: mpmath.loggamma(n + 1) - mpmath.loggamma(k + 1) - mpmath.loggamma(n - k + 1)
    first = comb(mpmath.mpf(a + c), a) + comb(mpmath.mpf(b + d), b) - comb(n, a + b)
    total, term, i = mpmath.mpf(1), mpmath.mpf(1), 0
    while min(b, c) > i and term > total * mpmath.mpf(10) ** -30:
        term *= mpmath.mpf((b - i) * (c - i)) / ((a + i + 1) * (d + i + 1))
        total, i = total + term, i + 1
    return first + mpmath.log(total)


def table_values(a, b, c, d):
    n, r1, r2, c1, c2 = a + b + c + d, a + b, c + d, a + c, b + d
    values = dict.fromkeys(
        name for name in list(ORACLES)[: list(ORACLES).index("range")] if name != "conservative-log-ratio"
    )
    frame = pd.DataFrame([dict(O11=a, O12=b, O21=c, O22=d, R1=r1, R2=r2, C1=c1, C2=c2, N=n)]).astype(float)
    for row in "12":
        for column in "12":
            frame[f"E{row}{column}"] = frame[f"R{row}"] * frame[f"C{column}"] / frame["N"]
    ask = lambda measure, **options: float(measure(frame, **options).iloc[0])
    if r1 and r2 and c1 and c2:
        cells = [[a, b], [c, d]]
        sign = 1 if a * n >= r1 * c1 else -1
        information = [o * mpmath.log(mpmath.mpf(o) * n / (r * c)) if o else 0
                       for o, r, c in ((a, r1, c1), (b, r1, c2), (c, r2, c1), (d, r2, c2))]
        g2 = 2 * sum(information)
        values["log-likelihood"] = float(g2)
        values["bic"] = float(g2 - mpmath.log(n))
        values["signed-log-likelihood"] = sign * float(g2)
        values["simple-ll"] = sign * float(2 * (information[0] - (a - mpmath.mpf(r1 * c1) / n)))
        near = lambda name, other: math.isclose(values[name], other, rel_tol=1e-9, abs_tol=1e-15 * n)
        assert near("log-likelihood", stats.chi2_contingency(cells, False, "log-likelihood").statistic), cells
        assert near("signed-log-likelihood", ask(am.log_likelihood, signed=True)), cells
        assert near("simple-ll", ask(am.simple_ll, signed=True)), cells
        values["chi-squared"] = float(stats.chi2_contingency(cells, correction=True).statistic)
        values["z-score"] = ask(am.z_score)
        values["fisher"] = max(0.0, float(-ln_hypergeometric_tail(a, b, c, d) / mpmath.log(10)))
        p = stats.fisher_exact(cells, alternative="greater").pvalue
        assert p < 1e-200 or math.isclose(p, 10 ** -values["fisher"], rel_tol=1e-6), (cells, p)
        values["npmi"] = -1.0
        if a:
            values["t-score"] = ask(am.t_score)
            marginals = (a, (r1, c1), n)
            values["pmi"] = nltk_am.pmi(*marginals)
            values["pmi2"] = math.log2(nltk_am.mi_like(*marginals, power=2)) + math.log2(n)
            values["pmi3"] = math.log2(nltk_am.mi_like(*marginals, power=3)) + math.log2(n)
            bits = mpmath.log(mpmath.mpf(a) * n / (r1 * c1), 2)
            values["npmi"] = float(-bits / mpmath.log(mpmath.mpf(a) / n, 2))
            values["mi-log-f"] = float(bits * mpmath.log(a + 1))
    if r1 or c1:
        values["dice"] = ask(am.dice)
        values["log-dice"] = 14 + math.log2(values["dice"]) if a else None
    values["delta-p"] = fraction(a * d - b * c, r1 * r2)
    values["delta-p-back"] = fraction(a * d - b * c, c1 * c2)
    values["min-sensitivity"] = ask(am.min_sensitivity) if r1 and c1 else None
    raised = np.array([[a, b], [c, d]]) + 0.5
    values["odds-ratio"] = float(Table2x2(raised, shift_zeros=False).oddsratio) if n else None
    if r1 and r2:
        if c1:
            values["log-ratio"] = ask(am.log_ratio, disc=0.5, discounting="Hardie2014")
        values["percent-diff"] = fraction(100 * (a * r2 - c * r1), r1 * c)
        # (a 10^6 / r1 + 1) / (c 10^6 / r2 + 1)
        values["simple-maths"] = fraction((a * 10**6 + r1) * r2, (c * 10**6 + r2) * r1)
    conservative = {}
    for comparisons in (1, 100, 20_000):
        value = None
        if r1 and r2 and c1:
            value = ask(am.conservative_log_ratio, alpha=0.05, vocab=comparisons, boundary="poisson")
        conservative[str(comparisons)] = value
    interval = None
    if a and c and r1 and r2:
        interval = list(Table2x2(np.array([[a, b], [c, d]]), shift_zeros=False).log_riskratio_confint(0.05))
        interval = [float(end) / math.log(2) for end in interval]
    return dict(cells=[a, b, c, d], values=values, conservative=conservative, log_ratio_interval=interval)


GRIES = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t",
         "b a h a a b e a x a t"]


def parts_values(parts):
    hits, tokens = [part[0] for part in parts], [part[1] for part in parts]
    f, n, k = sum(hits), sum(tokens), len(parts)
    values = dict.fromkeys(["range", "dp", "dp-norm", "juilland-d", "carroll-d2", "rosengren-s", "kl-divergence"])
    values["range"] = sum(hit > 0 for hit in hits)
    if f:
        far = sum(abs(hit * n - token * f) for hit, token in parts)
        values["dp"] = far / (2 * f * n)
        values["dp-norm"] = fraction(far, 2 * f * (n - min(tokens)))
        values["kl-divergence"] = float(stats.entropy(hits, tokens, base=2))
        values["rosengren-s"] = float(sum(mpmath.sqrt(mpmath.mpf(hit) * token / (f * n)) for hit, token in parts) ** 2)
        if k > 1:
            rates = np.array(hits) / np.array(tokens)
            values["juilland-d"] = float(1 - stats.variation(rates) / math.sqrt(k - 1))
            values["carroll-d2"] = float(stats.entropy(rates, base=k))
    return dict(parts=parts, values=values)


def arf(positions, n):
    """Savický and Hlaváčová: cut the ring into f equal segments, count those with a hit, take the mean over all cuts."""
    f = len(positions)
    if not f:
        return 0.0
    if n % f == 0:
        length = n // f
        return sum(len({(p + cut) % n // length for p in positions}) for cut in range(length)) / length
    distances = [(positions[i] - positions[i - 1]) % n or n for i in range(f)]
    return sum(min(d, n / f) for d in distances) / (n / f)


def zipf_text(seed, types, length):
    dice = random.Random(seed)
    weights = [1 / (rank + 2) for rank in range(types)]
    return dice.choices(range(types), weights, k=length)


def readability(sentences, words, letters, long_words, syllables, hard_words):
    per, word = Fraction(words, sentences), lambda n: Fraction(n, words)
    f = lambda text: Fraction(text)
    values = {
        "sentence-length": per,
        "lix": per + 100 * word(long_words),
        "rix": Fraction(long_words, sentences),
        "ari": f("4.71") * word(letters) + f("0.5") * per - f("21.43"),
        "coleman-liau": f("0.0588") * 100 * word(letters) - f("0.296") * 100 * word(sentences) - f("15.8"),
        "flesch": f("206.835") - f("1.015") * per - f("84.6") * word(syllables),
        "flesch-kincaid": f("0.39") * per + f("11.8") * word(syllables) - f("15.59"),
        "fog": f("0.4") * (per + 100 * word(hard_words)),
    }
    counts = dict(sentences=sentences, words=words, letters=letters, long_words=long_words, syllables=syllables,
                  hard_words=hard_words)
    return dict(counts=counts, values={name: float(value) for name, value in values.items()})


def vocabulary(ids):
    text = " ".join(f"w{id}" for id in ids)
    rich = lambda text: LexicalRichness(text, preprocessor=None, tokenizer=str.split)
    forwards, backwards = rich(text), rich(" ".join(reversed(text.split())))
    n = len(ids)
    values = {
        "ttr": forwards.ttr,
        "standardised-ttr": forwards.msttr(1000) if n > 1000 else None,
        "mattr": float(forwards.mattr(100)) if n >= 100 else None,
        "mtld": (forwards.mtld() + backwards.mtld()) / 2 if len(set(ids)) < n else None,
        "hd-d": float(forwards.hdd(42)) if n >= 42 else None,
        "hapaxes": len(FreqDist(text.split()).hapaxes()),
    }
    return dict(ids=ids, values=values)


class SplitMix:
    """Steele, Lea and Flood 2014; the numbers of Vigna's splitmix64.c."""

    def __init__(self, seed):
        self.state = seed

    def below(self, end):
        mask = 2**64 - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) * end) >> 64


def rate(papers):
    return sum(hits for hits, _ in papers) / sum(tokens for _, tokens in papers)


def jackknife_squares(papers):
    """The squares of what each paper's absence does to the rate."""
    return np.array([(rate(papers[:i] + papers[i + 1:]) - rate(papers)) ** 2 for i in range(len(papers))])


def log_error(papers):
    """The jackknife's standard error of the logarithm of the rate."""
    return math.sqrt((len(papers) - 1) / len(papers) * jackknife_squares(papers).sum()) / rate(papers)


class Drawn(IIDBootstrap):
    """arch's bootstrap, drawing with SplitMix64."""

    dice = None

    def update_indices(self):
        return np.array([self.dice.below(self._num_items) for _ in range(self._num_items)])


def bootstrap(papers, seed, resamples, confidence=0.95):
    kept = [paper for paper in papers if paper[1]]
    middle, error, squares = rate(kept), log_error(kept), jackknife_squares(kept)

    def distance(drawn):
        drawn = drawn.tolist()
        return [abs(math.log(rate(drawn) / middle)) / log_error(drawn) if rate(drawn) else math.inf]

    draws = Drawn(np.array(kept))
    draws.dice = SplitMix(seed)
    reach = np.quantile(draws.apply(distance, reps=resamples), confidence)
    freedom = 2 * squares.sum() ** 2 / (len(kept) * squares.var())
    wider = stats.t.interval(confidence, freedom)[1] / stats.norm.interval(confidence)[1]
    times = math.exp(reach * error * wider)
    return dict(papers=papers, seed=seed, resamples=resamples, confidence=confidence,
                interval=[float(middle / times), float(middle * times)] if times <= 100 else None)


def permutation(a, b, seed, resamples):
    dice, few = SplitMix(seed), min(len(a), len(b))
    papers = a + b if len(a) <= len(b) else b + a
    far = lambda: abs(rate(papers[:few]) - rate(papers[few:]))
    least, as_large = far() * (1 - 1e-12), 1
    for _ in range(resamples):
        for at in range(few):
            other = at + dice.below(len(papers) - at)
            papers[at], papers[other] = papers[other], papers[at]
        as_large += far() >= least
    return dict(a=a, b=b, seed=seed, resamples=resamples, p=as_large / (resamples + 1))


def groups(a, b):
    t = stats.ttest_ind(a, b, equal_var=False)
    smd = effectsize_smd(np.mean(a), np.std(a, ddof=1), len(a), np.mean(b), np.std(b, ddof=1), len(b))[0]
    exact = len(set(a + b)) == len(a + b) and len(a + b) <= 50
    u = stats.mannwhitneyu(a, b, method="exact" if exact else "asymptotic")
    return dict(
        a=a, b=b,
        welch=[float(t.statistic), float(t.df), float(t.pvalue)],
        hedges_g=float(smd), cohens_d=float(smd / (1 - 3 / (4 * (len(a) + len(b)) - 9))),
        mann_whitney=[float(u.statistic), float(u.pvalue)],
        rank_biserial=float(2 * u.statistic / (len(a) * len(b)) - 1),
    )


def trend(points):
    times, values = [point[0] for point in points], [point[1] for point in points]
    test = pymannkendall.original_test(values)
    slope = stats.theilslopes(values, times, 0.95)
    if times == list(range(times[0], times[0] + len(times))):
        assert math.isclose(slope.slope, test.slope, rel_tol=1e-12, abs_tol=1e-15)
    return dict(
        points=points, s=float(test.s), tau=float(test.Tau), z=float(test.z), p=float(test.p),
        slope=[float(slope.slope), float(slope.low_slope), float(slope.high_slope)],
    )


def main():
    dice = random.Random(5)
    gries = [Counter(part.split()) for part in GRIES]
    corpora = [[[part[letter], sum(part.values())] for part in gries] for letter in "abegqx"]
    corpora += [[[dice.randrange(40), dice.randrange(1, 9000)] for _ in range(30)], [[3, 10]], [[0, 5], [0, 9]]]
    papers = [[dice.choice([0, 0, 1, 2, 3, 9, 20]), dice.randrange(500, 9000)] for _ in range(24)]
    uniform = lambda count, places, shift=0.0: [round(dice.uniform(0, 9) + shift, places) for _ in range(count)]
    positions = [([3], 10), ([], 10), ([0, 1, 2, 3], 40), ([0, 10, 20, 30], 40), ([4, 5, 17, 38], 40), ([2, 3, 50], 100),
                 (sorted(dice.sample(range(5000), 50)), 5000), (sorted(dice.sample(range(4999), 37)), 4999)]
    p_values = [[0.01, 0.04, 0.03, 0.005, 0.5], [0.2, 0.9, 0.9], [0.04], [0.0, 1.0, 0.001, 0.001]]
    expected = dict(
        versions={package: version(package) for package in PACKAGES},
        oracles=ORACLES,
        tables=[table_values(*cells) for cells in TABLES],
        parts=[parts_values(parts) for parts in corpora],
        positions=[dict(positions=p, tokens=n, arf=arf(p, n)) for p, n in positions],
        readability=[readability(10, 200, 900, 40, 300, 20), readability(1, 1, 1, 0, 1, 0),
                     readability(731, 15463, 78211, 5203, 27011, 3011), readability(3, 7, 70, 7, 35, 7)],
        texts=[vocabulary(zipf_text(1, 200, 357)), vocabulary(zipf_text(2, 900, 2345)), vocabulary(zipf_text(3, 60, 90)),
               vocabulary([1, 2, 1]), vocabulary([1, 2, 3])],
        bootstraps=[bootstrap(papers, 1, 400), bootstrap(papers[:7] + [[0, 0]], 99, 1000),
                    bootstrap(papers[7:], 5, 999, 0.8),
                    bootstrap([[1, 4000], [0, 3000], [60, 2500], [2, 9000], [0, 800], [5, 30000], [1, 700]], 2, 2000)],
        permutations=[permutation(papers[:9], papers[9:], 7, 500), permutation(papers[:2], papers[2:5], 3, 200)],
        groups=[groups(uniform(12, 3), uniform(9, 3, 1.5)), groups(uniform(40, 0), uniform(33, 0, 0.5)),
                groups(uniform(3, 2), uniform(4, 2)), groups(uniform(60, 6), uniform(45, 6, 0.3))],
        holm=[dict(p=p, corrected=[float(c) for c in multipletests(p, method="holm")[1]]) for p in p_values],
        trends=[trend(list(zip(range(1990, 2010), uniform(20, 3)))),
                trend([[1991, 1.0], [1992, 1.5], [1996, 1.5], [1999, 4.0], [2007, 3.0], [2008, 5.5]]),
                trend([[year, round(year / 7 + dice.uniform(0, 3), 0)] for year in range(1980, 2020)])],
    )
    Path(__file__).with_name("expected.json").write_text(json.dumps(expected, allow_nan=False).replace("}, ", "},\n") + "\n")


main()
