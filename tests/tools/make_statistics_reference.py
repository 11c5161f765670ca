#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reference values of the statistics: writes tests/data/statistics_reference.json.

    python3 tests/tools/make_statistics_reference.py

Needs numpy, scipy and scikit-learn; the versions used are in the file. Every value comes from those packages or from a
direct transcription of the published formula written here (double loops, no shared code with the C++ side). The feature
tables are not stored: both sides draw them from the integer hash below.
"""
import json
import sys
from itertools import product
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize, minimize_scalar
from scipy.stats import beta, binomtest, norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (average_precision_score, balanced_accuracy_score, brier_score_loss, confusion_matrix,
                             log_loss, matthews_corrcoef, roc_auc_score, roc_curve)
from sklearn.preprocessing import StandardScaler

OUT = Path(__file__).resolve().parent.parent / "data" / "statistics_reference.json"
PENALTIES = [1e-4, 1e-3, 1e-2, 1e-1, 1.0]
Z = float(norm.ppf(0.975))


def hashed(count, seed):
    """Numbers in [-1, 1) that C++ can repeat exactly: the upper 53 bits of splitmix64 of seed * 2^32 + i."""
    x = (np.uint64(seed) << np.uint64(32)) + np.arange(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        x = x + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x = x ^ (x >> np.uint64(31))
    return (x >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1.0


MASK = (1 << 64) - 1


def splitmix(x):
    x = (x + 0x9E3779B97F4A7C15) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def random_words(seed, purpose, view, count):
    """The first 64-bit numbers of a stream of core/base/random.h: Philox4x32-10 (Salmon et al. 2011)."""
    chain = splitmix(seed)
    for word in (purpose, 0, 0, 0):
        chain = splitmix(chain ^ word)
    key = chain
    for word in (view, 0):
        chain = splitmix(chain ^ word)
    low = np.uint64(0xFFFFFFFF)
    blocks = (count + 1) // 2
    c = [np.arange(blocks, dtype=np.uint64), np.zeros(blocks, np.uint64),
         np.full(blocks, chain & 0xFFFFFFFF, np.uint64), np.full(blocks, chain >> 32, np.uint64)]
    k = [key & 0xFFFFFFFF, key >> 32]
    for _ in range(10):
        a, b = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(b >> np.uint64(32)) ^ c[1] ^ np.uint64(k[0]), b & low, (a >> np.uint64(32)) ^ c[3] ^ np.uint64(k[1]), a & low]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    words = np.stack([(c[0] << np.uint64(32)) | c[1], (c[2] << np.uint64(32)) | c[3]], 1).ravel()[:count]
    return [int(w) for w in words]


def bootstrap_weights(y, patients, resamples=2000, seed=0, purpose=9):
    """How often each case is drawn: patients with replacement, within the class of their first case."""
    names = list(dict.fromkeys(patients))
    cases = {n: np.flatnonzero(np.asarray(patients) == n) for n in names}
    strata = [[n for n in names if y[cases[n][0]] == k] for k in np.unique(y)]
    out = np.zeros((resamples, len(y)))
    for r in range(resamples):
        words = iter(random_words(seed, purpose, r, len(names)))
        for stratum in strata:
            for _ in stratum:
                out[r, cases[stratum[next(words) % len(stratum)]]] += 1
    return out


def bounds(weights, figure):
    values = [figure(w) for w in weights]
    return [float(v) for v in np.percentile(values, [2.5, 97.5])]


def table(rows, columns, classes, seed):
    """Correlated features of unequal scale, some of them shifted by the label; one column is constant."""
    labels = np.arange(rows) % classes
    common = hashed(rows * 3, seed + 1).reshape(rows, 3)
    x = hashed(rows * columns, seed).reshape(rows, columns)
    j = np.arange(columns)
    x = x + 1.5 * common[:, j % 3] + np.where(j % 5 == 0, 0.5, 0.0) * labels[:, None]
    x = x * (1 + j % 4) + 3.0 * (j % 7)
    x[:, columns - 1] = 2.5
    return x, labels


def exact_fit(x, y, c):
    model = LogisticRegression(C=c, tol=1e-13, solver="newton-cholesky", max_iter=2000)
    model.fit(x, y)
    return model


def solution(x, y, classes, c):
    """scikit-learn's minimum as weights [classes, columns] and intercepts of sum zero."""
    model = exact_fit(x, y, c)
    if classes == 2:
        w, b = model.coef_[0], model.intercept_[0]
        return np.stack([-w / 2, w / 2]), np.array([-b / 2, b / 2])
    b = model.intercept_ - model.intercept_.mean()
    return model.coef_, b


def probe_reference(name, rows, columns, classes, seed):
    x, y = table(rows, columns, classes, seed)
    fold = (np.arange(rows) // classes) % 3
    losses, logits = [], []
    for c in PENALTIES:
        out = np.zeros((rows, classes))
        for f in range(3):
            scaler = StandardScaler().fit(x[fold != f])
            w, b = solution(scaler.transform(x[fold != f]), y[fold != f], classes, c)
            out[fold == f] = scaler.transform(x[fold == f]) @ w.T + b
        p = scipy.special.softmax(out, axis=1)
        losses.append(log_loss(y, np.clip(p, 1e-7, 1 - 1e-7) if classes == 2 else p))
        logits.append(out)
    best = int(np.argmin(losses))
    scaler = StandardScaler().fit(x)
    w, b = solution(scaler.transform(x), y, classes, PENALTIES[best])
    direct_w, direct_b = solution(scaler.transform(x), y, classes, 0.1)
    final = scaler.transform(x) @ w.T + b
    return {"name": name, "rows": rows, "columns": columns, "classes": classes, "seed": seed, "c": PENALTIES[best],
            "inner_log_loss": losses, "inner_logits": logits[best].tolist(), "final_logits": final.tolist(),
            "mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist(),
            "weights_c_0.1": direct_w[-1].tolist(), "bias_c_0.1": direct_b.tolist()}


def shares(scores, positive):
    """DeLong's structural components by the double loop."""
    p, n = scores[positive], scores[~positive]
    psi = np.array([[(a > b) + 0.5 * (a == b) for b in n] for a in p], float)
    out = np.zeros(scores.size)
    out[positive], out[~positive] = psi.mean(1), psi.mean(0)
    return out, psi.mean()


def interval(a, se):
    centre, half = np.log(a / (1 - a)), Z * se / (a * (1 - a))
    return [float(scipy.special.expit(centre - half)), float(scipy.special.expit(centre + half))]


def delong(y, score):
    share, a = shares(score, y == 1)
    m, n = (y == 1).sum(), (y == 0).sum()
    se = np.sqrt(share[y == 1].var(ddof=1) / m + share[y == 0].var(ddof=1) / n)
    return {"value": float(a), "se": float(se), "interval": interval(a, se)}


def macro_delong(y, p):
    """Macro one-vs-rest: jackknife-free projection, variance within each true class, by direct sums."""
    classes = p.shape[1]
    aucs, projection = [], np.zeros(y.size)
    for k in range(classes):
        share, a = shares(p[:, k], y == k)
        aucs.append(a)
        projection += np.where(y == k, share / (y == k).sum(), share / (y != k).sum()) / classes
    se = np.sqrt(sum((y == g).sum() * projection[y == g].var(ddof=1) for g in range(classes)))
    a = float(np.mean(aucs))
    return {"value": a, "se": float(se), "interval": interval(a, se)}


def influence(y, score, fold, corrected):
    """Cross-validated AUC after LeDell et al. 2015 (weights 1 / share of each class among all cases)."""
    folds = [f for f in np.unique(fold) if 0 < (y[fold == f] == 1).sum() < (fold == f).sum()]
    used = np.isin(fold, folds)
    n = used.sum()
    weight = {1: n / (y[used] == 1).sum(), 0: n / (y[used] == 0).sum()}
    aucs, variance = [], 0.0
    for f in folds:
        yy = y[fold == f]
        share, a = shares(score[fold == f], yy == 1)
        aucs.append(a)
        squares = 0.0
        for g in (0, 1):
            count = (y[used] == g).sum()
            factor = count / (count - len(folds)) if corrected else 1.0
            squares += factor * (((share - a) * weight[g])[yy == g] ** 2).sum()
        variance += squares / yy.size
    se = float(np.sqrt(variance / len(folds) / n))
    a = float(np.mean(aucs))
    return {"value": a, "se": se, "interval": interval(a, se), "folds": [float(v) for v in aucs]}


def recalibration(logit, y):
    def loss(v):
        z = v[0] + v[1] * logit
        p = scipy.special.expit(z)
        return np.sum(np.logaddexp(0, z) - y * z), np.array([np.sum(p - y), np.sum((p - y) * logit)])
    fit = minimize(loss, [0.0, 1.0], jac=True, method="BFGS", options={"gtol": 1e-12, "maxiter": 1000})
    free = LogisticRegression(C=np.inf, tol=1e-13, solver="newton-cholesky", max_iter=1000).fit(logit[:, None], y)
    assert abs(free.coef_[0, 0] - fit.x[1]) < 1e-6 and abs(free.intercept_[0] - fit.x[0]) < 1e-6
    return float(free.coef_[0, 0]), float(free.intercept_[0])


def equal_count_bins(p, y):
    count = min(10, max(1, y.size // 5))
    assert np.unique(p).size == p.size
    return np.split(np.argsort(p), [k * y.size // count for k in range(1, count)])


def murphy(y, p):
    """Murphy's terms from the bins' means, the rest by Stephenson et al. 2008."""
    rel = res = within = 0.0
    bins = equal_count_bins(p, y)
    for b in bins:
        dp, dy = p[b] - p[b].mean(), y[b] - y[b].mean()
        rel += b.size / y.size * (p[b].mean() - y[b].mean()) ** 2
        res += b.size / y.size * (y[b].mean() - y.mean()) ** 2
        within += ((dp ** 2) - 2 * dp * dy).sum() / y.size
    unc = y.mean() * (1 - y.mean())
    assert abs(rel - res + unc + within - brier_score_loss(y, p)) < 1e-12
    return {"reliability": rel, "resolution": res, "uncertainty": unc, "within_bins": within, "bins": len(bins)}


def wilson(successes, trials):
    ci = binomtest(int(successes), int(trials)).proportion_ci(0.95, "wilson")
    return [float(ci.low), float(ci.high)]


def curve(y, p):
    return [{"count": int(b.size), "mean_predicted": float(p[b].mean()), "observed": float(y[b].mean()),
             "interval": wilson(y[b].sum(), b.size)} for b in equal_count_bins(p, y)]


def net_benefits(y, p):
    out = []
    for t in np.arange(1, 100) / 100:
        tn, fp, fn, tp = confusion_matrix(y, p >= t, labels=[0, 1]).ravel()
        out.append([float(tp / y.size - fp / y.size * t / (1 - t)), float(y.mean() - (1 - y.mean()) * t / (1 - t))])
    return out


def chosen_threshold(y, p, rule, target):
    """scikit-learn's roc_curve; its thresholds are scores, ours lie halfway to the next lower one."""
    fpr, tpr, thresholds = roc_curve(y, p, drop_intermediate=False)
    if rule == "youden":
        at = int(np.argmax(np.round(tpr - fpr, 12)))
    elif rule == "sensitivity":
        at = int(np.flatnonzero(tpr >= target)[0])
    else:
        at = int(np.flatnonzero(1 - fpr >= target - 1e-12)[-1])
    lower = p[p < thresholds[at]]
    return float((thresholds[at] + lower.max()) / 2)


def operating_points(y, p, fold):
    out = []
    for rule, target in (("fixed", 0.5), ("youden", 0), ("sensitivity", 0.9), ("specificity", 0.9)):
        folds = np.unique(fold)
        if rule == "fixed":
            thresholds, of_case = [0.5], np.full(y.size, 0.5)
        else:
            thresholds = [chosen_threshold(y[fold != f], p[fold != f], rule, target) for f in folds]
            of_case = np.array(thresholds)[np.searchsorted(folds, fold)]
        tn, fp, fn, tp = (int(v) for v in confusion_matrix(y, p >= of_case, labels=[0, 1]).ravel())
        out.append({"rule": rule, "thresholds": thresholds, "counts": [tp, fp, tn, fn], "ppv": tp / (tp + fp),
                    "npv": tn / (tn + fn), "sensitivity": [tp / (tp + fn), *wilson(tp, tp + fn)],
                    "specificity": [tn / (tn + fp), *wilson(tn, tn + fp)]})
    return out


def class_figures(y, p, fold):
    return {"average_precision": float(average_precision_score(y, p)), "auc_pooled": delong(y, p),
            "decomposition": murphy(y, p), "curve": curve(y, p), "decision": net_benefits(y, p),
            "thresholds": operating_points(y, p, fold)}


def multiclass_brier(y, p, weights=None):
    return np.average(((p - np.eye(p.shape[1])[y]) ** 2).sum(1), weights=weights)


def macro_precision(y, p, weights=None):
    return np.mean([average_precision_score(y == k, p[:, k], sample_weight=weights) for k in range(p.shape[1])])


def intervals(y, p, patients):
    """Percentile intervals of scikit-learn's weighted scores; p is [cases, classes]."""
    w = bootstrap_weights(y, patients)
    predicted = p.argmax(1)
    binary = p.shape[1] == 2
    return {"log_loss": bounds(w, lambda v: log_loss(y, p, sample_weight=v)),
            "brier": bounds(w, lambda v: brier_score_loss(y, p[:, 1], sample_weight=v) if binary
                            else multiclass_brier(y, p, v)),
            "balanced_accuracy": bounds(w, lambda v: balanced_accuracy_score(y, predicted, sample_weight=v)),
            "mcc": bounds(w, lambda v: matthews_corrcoef(y, predicted, sample_weight=v)),
            "average_precision": bounds(w, lambda v: average_precision_score(y, p[:, 1], sample_weight=v) if binary
                                        else macro_precision(y, p, v))}


def delong_difference(y, a, b):
    """Structural components of both scores, subtracted; DeLong et al. 1988, equation 5 with L = (1, -1)."""
    sa, auc_a = shares(a, y == 1)
    sb, auc_b = shares(b, y == 1)
    s10 = np.cov(np.stack([sa[y == 1], sb[y == 1]]), ddof=1)
    s01 = np.cov(np.stack([sa[y == 0], sb[y == 0]]), ddof=1)
    contrast = np.array([1, -1])
    se = float(np.sqrt(contrast @ (s10 / (y == 1).sum() + s01 / (y == 0).sum()) @ contrast))
    d = float(auc_a - auc_b)
    return {"a": float(auc_a), "b": float(auc_b), "difference": d, "interval": [d - Z * se, d + Z * se],
            "p": float(2 * norm.sf(abs(d) / se))}


def comparison():
    """The binary cases against other scores of the same cases; patients have two cases each."""
    first = binary_scores()
    y, p = first["y"], first["p"]
    other = scipy.special.expit(0.4 * first["logit"] + 1.3 * hashed(y.size, 79) + 0.2)
    patients = [str(i // 2) for i in range(y.size)]
    pairs, single = bootstrap_weights(y, patients), bootstrap_weights(y, [str(i) for i in range(y.size)])
    columns = lambda q: np.stack([1 - q, q], 1)
    loss = lambda v: log_loss(y, columns(p), sample_weight=v) - log_loss(y, columns(other), sample_weight=v)
    brier = lambda v: brier_score_loss(y, p, sample_weight=v) - brier_score_loss(y, other, sample_weight=v)
    auc = lambda v: roc_auc_score(y, p, sample_weight=v) - roc_auc_score(y, other, sample_weight=v)
    return {"probabilities": columns(other).tolist(), "auc": delong_difference(y, p, other),
            "log_loss": float(log_loss(y, other)), "brier": float(brier_score_loss(y, other)),
            "single": {"log_loss": bounds(single, loss), "brier": bounds(single, brier)},
            "pairs": {"log_loss": bounds(pairs, loss), "brier": bounds(pairs, brier), "auc": bounds(pairs, auc)}}


def shuffled(items, words):
    items = list(items)
    for i in range(len(items), 1, -1):
        j = next(words) % i
        items[i - 1], items[j] = items[j], items[i - 1]
    return items


def permutation():
    """Labels that the features do not know, two cases per patient, permuted among the patients of a fold."""
    rows, columns, classes, seed, c, count = 48, 20, 2, 4000, 1e-2, 200
    x, _ = table(rows, columns, classes, seed)
    y = ((np.arange(rows) // 2 * 7 + 3) % 5 < 2).astype(int)
    patient = np.arange(rows) // 2
    fold = patient % 3

    def loss(labels):
        p = np.zeros((rows, 2))
        for f in range(3):
            scaler = StandardScaler().fit(x[fold != f])
            model = exact_fit(scaler.transform(x[fold != f]), labels[fold != f], c)
            p[fold == f] = model.predict_proba(scaler.transform(x[fold == f]))
        return log_loss(labels, p)
    observed, hits = loss(y), 0
    for r in range(count):
        words, labels = iter(random_words(0, 7, r, rows)), y.copy()
        for f in range(3):
            own = [g for g in range(rows // 2) if g % 3 == f]
            for target, source in zip(own, shuffled(own, words)):
                labels[patient == target] = y[patient == source][0]
        hits += loss(labels) <= observed
    return {"rows": rows, "columns": columns, "seed": seed, "c": c, "labels": y.tolist(), "folds": fold.tolist(),
            "log_loss": float(observed), "at_least_as_good": int(hits), "p": (1 + int(hits)) / (1 + count)}


def proportions():
    out = []
    for successes, trials in ((81, 263), (15, 148), (0, 20), (1, 29), (7, 7)):
        test = binomtest(successes, trials)
        exact = test.proportion_ci(0.95, "exact")
        out.append({"successes": successes, "trials": trials, "wilson": wilson(successes, trials),
                    "exact": [float(exact.low), float(exact.high)]})
    return out


def calibration(y, p, fold):
    logit = np.log(np.clip(p, 1e-7, 1 - 1e-7) / (1 - np.clip(p, 1e-7, 1 - 1e-7)))
    fits = [recalibration(logit[fold != f], y[fold != f]) for f in np.unique(fold)]
    pooled = recalibration(logit, y)
    bins = equal_count_bins(p, y)
    ece = sum(abs(p[b].mean() - y[b].mean()) * b.size for b in bins) / y.size
    return {"slope": float(np.mean([f[0] for f in fits])), "intercept": float(np.mean([f[1] for f in fits])),
            "ece": ece, "pooled_slope": pooled[0], "pooled_intercept": pooled[1]}


def baseline(values, y, fold):
    p = np.zeros((y.size, y.max() + 1))
    for f in np.unique(fold):
        scaler = StandardScaler().fit(values[fold != f][:, None])
        model = exact_fit(scaler.transform(values[fold != f][:, None]), y[fold != f], 1.0)
        p[fold == f] = model.predict_proba(scaler.transform(values[fold == f][:, None]))
    return float(roc_auc_score(y, p[:, 1]) if p.shape[1] == 2 else roc_auc_score(y, p, multi_class="ovr"))


def binary_scores():
    n = 60
    y = (np.arange(n) % 3 == 0).astype(int)
    logit = 1.1 * (2 * y - 1) + 2.5 * hashed(n, 77)
    return {"y": y, "logit": logit, "p": scipy.special.expit(logit)}


def binary_evaluation():
    scores = binary_scores()
    y, logit, p = scores["y"], scores["logit"], scores["p"]
    n = y.size
    fold = (np.arange(n) // 3) % 4
    volume = 1000 + 100 * hashed(n, 78) + 60 * y
    rows = np.stack([1 - p, p], 1)
    return {"labels": y.tolist(), "folds": fold.tolist(), "logits": np.stack([-logit / 2, logit / 2], 1).tolist(),
            "probabilities": rows.tolist(), "volume": volume.tolist(), "auc": influence(y, p, fold, True),
            "auc_published_form": influence(y, p, fold, False), "auc_pooled": delong(y, p),
            "check_auc": float(roc_auc_score(y, p)), "log_loss": float(log_loss(y, rows)),
            "brier": float(brier_score_loss(y, p)), "balanced_accuracy": float(balanced_accuracy_score(y, p > 0.5)),
            "confusion": confusion_matrix(y, p > 0.5).tolist(), "calibration": calibration(y, p, fold),
            "volume_auc": baseline(volume, y, fold), "mcc": float(matthews_corrcoef(y, p > 0.5)),
            "intervals": intervals(y, rows, [str(i // 2) for i in range(n)]), "class": class_figures(y, p, fold)}


def multiclass_evaluation():
    n, classes = 72, 3
    y = np.arange(n) % classes
    fold = (np.arange(n) // classes) % 3
    logit = 2.2 * hashed(n * classes, 90).reshape(n, classes) + 1.0 * (y[:, None] == np.arange(classes))
    p = scipy.special.softmax(logit, axis=1)
    volume = 50 + 10 * hashed(n, 91) + 4 * y
    folds = [float(roc_auc_score(y[fold == f], p[fold == f], multi_class="ovr")) for f in range(3)]
    return {"labels": y.tolist(), "folds": fold.tolist(), "logits": logit.tolist(), "probabilities": p.tolist(),
            "volume": volume.tolist(), "fold_auc": folds, "auc": float(np.mean(folds)), "auc_pooled": macro_delong(y, p),
            "check_auc": float(roc_auc_score(y, p, multi_class="ovr")), "log_loss": float(log_loss(y, p)),
            "brier": float(multiclass_brier(y, p)),
            "balanced_accuracy": float(balanced_accuracy_score(y, p.argmax(1))),
            "confusion": confusion_matrix(y, p.argmax(1)).tolist(), "volume_auc": baseline(volume, y, fold),
            "mcc": float(matthews_corrcoef(y, p.argmax(1))), "average_precision": float(macro_precision(y, p)),
            "intervals": intervals(y, p, [str(i // 2) for i in range(n)]),
            "classes": [class_figures((y == k).astype(int), p[:, k], fold) for k in range(classes)]}


def temperature(rows, classes, factor, seed):
    y = np.arange(rows) % classes
    logit = factor * (hashed(rows * classes, seed).reshape(rows, classes) * 2 + (y[:, None] == np.arange(classes)))

    def loss(inverse):
        return -scipy.special.log_softmax(logit * inverse, axis=1)[np.arange(rows), y].sum()
    def slope(inverse):
        p = scipy.special.softmax(logit * inverse, axis=1)
        return ((p - np.eye(classes)[y]) * logit).sum()
    near = minimize_scalar(loss, bounds=(1e-2, 1e2), method="bounded").x
    inverse = scipy.optimize.brentq(slope, near / 3, near * 3, xtol=1e-15)
    return {"rows": rows, "classes": classes, "factor": factor, "seed": seed, "temperature": 1 / inverse}


def tied_aucs():
    out = []
    for seed, levels in product((1, 2), (2, 4, 9)):
        n = 40
        y = (hashed(n, 300 + seed) > 0.2).astype(int)
        score = np.round(hashed(n, 310 + seed) * levels / 2 + 0.4 * y)
        out.append({"labels": y.tolist(), "scores": score.tolist(), **delong(y, score), "check": float(roc_auc_score(y, score))})
    return out


def exact_intervals():
    return [{"value": a, "pairs": k, "low": float(beta.ppf(0.025, a * k, k - a * k + 1)) if a > 0 else 0.0,
             "high": float(beta.ppf(0.975, a * k + 1, k - a * k)) if a < 1 else 1.0}
            for a, k in product((0.0, 0.5, 1.0), (1, 5, 20))]


def main():
    result = {"made_by": "tests/tools/make_statistics_reference.py", "python": sys.version.split()[0],
              "numpy": np.__version__, "scipy": scipy.__version__, "scikit_learn": sklearn.__version__,
              "penalties": PENALTIES,
              "probes": [probe_reference("few rows", 36, 60, 2, 1000), probe_reference("many rows", 60, 12, 2, 2000),
                         probe_reference("three classes", 45, 50, 3, 3000)],
              "binary": binary_evaluation(), "multiclass": multiclass_evaluation(),
              "temperatures": [temperature(40, 2, 1.0, 500), temperature(40, 2, 6.0, 501), temperature(60, 3, 0.3, 502)],
              "tied_aucs": tied_aucs(), "exact": exact_intervals(), "proportions": proportions(),
              "comparison": comparison(), "permutation": permutation()}
    for part in (result["binary"], result["multiclass"]):
        assert abs(part["check_auc"] - part["auc_pooled"]["value"]) < 1e-12
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main()
