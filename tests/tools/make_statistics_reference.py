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
from scipy.stats import beta, norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (balanced_accuracy_score, brier_score_loss, confusion_matrix, log_loss, roc_auc_score)
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


def calibration(y, p, fold):
    logit = np.log(np.clip(p, 1e-7, 1 - 1e-7) / (1 - np.clip(p, 1e-7, 1 - 1e-7)))
    fits = [recalibration(logit[fold != f], y[fold != f]) for f in np.unique(fold)]
    pooled = recalibration(logit, y)
    order = np.argsort(p)
    assert np.unique(p).size == p.size
    bins = np.array_split(order, min(10, max(1, y.size // 5))) if y.size % min(10, max(1, y.size // 5)) == 0 else None
    ece = sum(abs(p[b].mean() - y[b].mean()) * b.size for b in bins) / y.size if bins else None
    return {"slope": float(np.mean([f[0] for f in fits])), "intercept": float(np.mean([f[1] for f in fits])),
            "ece": ece, "pooled_slope": pooled[0], "pooled_intercept": pooled[1]}


def baseline(values, y, fold):
    p = np.zeros((y.size, y.max() + 1))
    for f in np.unique(fold):
        scaler = StandardScaler().fit(values[fold != f][:, None])
        model = exact_fit(scaler.transform(values[fold != f][:, None]), y[fold != f], 1.0)
        p[fold == f] = model.predict_proba(scaler.transform(values[fold == f][:, None]))
    return float(roc_auc_score(y, p[:, 1]) if p.shape[1] == 2 else roc_auc_score(y, p, multi_class="ovr"))


def binary_evaluation():
    n = 60
    y = (np.arange(n) % 3 == 0).astype(int)
    fold = (np.arange(n) // 3) % 4
    logit = 1.1 * (2 * y - 1) + 2.5 * hashed(n, 77)
    p = scipy.special.expit(logit)
    volume = 1000 + 100 * hashed(n, 78) + 60 * y
    rows = np.stack([1 - p, p], 1)
    return {"labels": y.tolist(), "folds": fold.tolist(), "logits": np.stack([-logit / 2, logit / 2], 1).tolist(),
            "probabilities": rows.tolist(), "volume": volume.tolist(), "auc": influence(y, p, fold, True),
            "auc_published_form": influence(y, p, fold, False), "auc_pooled": delong(y, p),
            "check_auc": float(roc_auc_score(y, p)), "log_loss": float(log_loss(y, rows)),
            "brier": float(brier_score_loss(y, p)), "balanced_accuracy": float(balanced_accuracy_score(y, p > 0.5)),
            "confusion": confusion_matrix(y, p > 0.5).tolist(), "calibration": calibration(y, p, fold),
            "volume_auc": baseline(volume, y, fold)}


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
            "brier": float(((p - np.eye(classes)[y]) ** 2).sum(1).mean()),
            "balanced_accuracy": float(balanced_accuracy_score(y, p.argmax(1))),
            "confusion": confusion_matrix(y, p.argmax(1)).tolist(), "volume_auc": baseline(volume, y, fold)}


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
              "tied_aucs": tied_aucs(), "exact": exact_intervals()}
    for part in (result["binary"], result["multiclass"]):
        assert abs(part["check_auc"] - part["auc_pooled"]["value"]) < 1e-12
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main()
