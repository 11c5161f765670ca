#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What Nidus' presets and the Python peers reach on tasks with given folds, on this machine.

    accuracy.py --cli build/release/bin/nidus-cli --shared FOLDER [--presets quick balanced] [--seeds 0 1 2 3 4]

FOLDER has tasks/, data/, models/ and peers/. Needs numpy, and for the peers nnunetv2 and scikit-learn, in this Python.
For each task and preset, over the seeds: cross-validated and pooled AUC, log-loss, Brier score, calibration slope, wall
time and peak memory, the medians and the range; and the time of the first seed, which makes what the others find in the
project's cache. The peers of the same kind (quick: frozen features; balanced: probe, then fine-tuning; textbook and
scratch: the same recipe) run with the same threads; the difference of the log-losses case by case, median seed, has a
bootstrap interval. "as measured" is the peer that its author reports, "equal epochs" has the epochs, stages and
augmentation of the preset, "equal epochs and input" the size of the images too (the others take the patch of the plans). Prints one JSON document; progress goes to stderr.
"""
import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

TASKS = {"hippocampus_size": ("hippocampus", "large"), "brains_sex": ("t1_brain", "M")}


def recipe_peer(*words):
    return ["peer_seed_recipe.py", "--tag", "peer", *words]


def peers_of(preset, task, size):
    """The command of each peer, by name; `size` is the input that Nidus took."""
    probe = ["--pool", "multi", "--probe", "--epochs-head", 0]
    measured = {"hippocampus_size": ["--stages", 2, "--epochs-stage", 2], "brains_sex": ["--stages", 1, "--epochs-stage", 4]}
    return {"quick": {"as measured": ["peer_features.py", "--pool", "multi"]},
            "balanced": {"as measured": recipe_peer(*probe, "--aug", "none", *measured[task]),
                         "equal epochs": recipe_peer(*probe, "--aug", "noscale", "--stages", 2, "--epochs-stage", 4),
                         "equal epochs and input": recipe_peer(*probe, "--aug", "noscale", "--stages", 2, "--epochs-stage", 4,
                                                               "--size", *size)},
            "textbook": {"equal epochs": recipe_peer()},
            "scratch": {"equal epochs": recipe_peer("--pool", "multi", "--random-init", "--unfreeze-all", "--stages", 3, "--epochs-stage", 4,
                                                    "--epochs-head", 0, "--lr-encoder", 1e-3, "--aug", "noscale")}}.get(preset, {})


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command):
    start = time.monotonic()
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command[:4]))}: {(done.stderr + done.stdout).strip()[-800:]}")
    return done.stdout, time.monotonic() - start


def auc(y, p):
    positive, negative = p[y == 1], p[y == 0]
    return float(np.mean((positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)))


def losses(y, p):
    return -np.log(np.clip(np.where(y == 1, p, 1 - p), 1e-7, 1))


def slope(y, p):
    """Of the logistic recalibration, by Newton's method."""
    logit = np.log(np.clip(p, 1e-7, 1 - 1e-7) / np.clip(1 - p, 1e-7, 1 - 1e-7))
    x, w = np.stack([np.ones_like(logit), logit], 1), np.array([0.0, 1.0])
    for _ in range(50):
        q = 1 / (1 + np.exp(-np.clip(x @ w, -50, 50)))
        h = x.T @ (x * (q * (1 - q))[:, None]) + 1e-9 * np.eye(2)
        w = w + np.linalg.solve(h, x.T @ (y - q))
    return float(w[1])


def figures(y, p, folds):
    return {"auc_cross_validated": float(np.mean([auc(y[folds == k], p[folds == k]) for k in np.unique(folds)])),
            "auc_pooled": auc(y, p), "log_loss": float(losses(y, p).mean()), "brier": float(np.mean((p - y) ** 2)),
            "calibration_slope": slope(y, p)}


def summary(rows):
    return {key: {"median": statistics.median(r[key] for r in rows), "low": min(r[key] for r in rows),
                  "high": max(r[key] for r in rows)} for key in rows[0]}


def table(path, column, positive):
    """Probabilities by case, with label and fold."""
    with open(path, encoding="utf-8-sig") as file:
        rows = {r["case"]: r for r in csv.DictReader(file)}
    y = {c: int(r["label"] == positive) for c, r in rows.items()}
    return {c: (y[c], float(r[column]), int(r["fold"])) for c, r in rows.items()}


def arrays(rows, cases):
    y, p, folds = zip(*(rows[c] for c in cases))
    return np.array(y), np.array(p), np.array(folds)


def difference(ours, peer, draws=2000):
    """Log-loss of ours minus the peer's, paired by case, with a 95 % bootstrap interval."""
    cases = sorted(peer)
    d = losses(*arrays(ours, cases)[:2]) - losses(*arrays(peer, cases)[:2])
    means = np.sort(d[np.random.default_rng(0).integers(0, len(d), (draws, len(d)))].mean(1))
    return {"mean": float(d.mean()), "low": float(means[int(0.025 * draws)]), "high": float(means[int(0.975 * draws)])}


def one_peer(args, task, command, folder):
    model, positive = TASKS[task]
    script, *words = command
    bf16 = ["--bf16"] if "avx512_bf16" in Path("/proc/cpuinfo").read_text() else []
    _, seconds = run([sys.executable, args.shared / "peers" / script, "--task", args.shared / "tasks" / f"{task}.csv", "--data",
                      args.shared / "data", "--model", args.shared / "models" / model, "--cache", folder / "peer_cache", "--out", folder,
                      "--threads", args.threads, *bf16, *words])
    name = f"features_{task}_pretrained_multi.csv" if script == "peer_features.py" else f"seed_{task}_peer.csv"
    rows = table(folder / name, "p", positive)
    return rows, {**figures(*arrays(rows, sorted(rows))), "seconds": seconds}


def one_task(args, task, folder):
    model, positive = TASKS[task]
    project = folder / f"{task}.nidus"
    run([args.cli, "init", project])
    run([args.cli, "import", "--project", project, "--table", args.shared / "tasks" / f"{task}.csv", "--root", args.shared / "data"])
    run([args.cli, "model", "--project", project, args.shared / "models" / model])
    run([args.cli, "prepare", "--project", project])
    out = {}
    for preset in args.presets:
        found = []
        for seed in args.seeds:
            text, seconds = run([args.cli, "train", "--project", project, "--preset", preset, "--seed", seed, "--json"])
            result = json.loads(text)
            rows = table(project / "runs" / result["run"] / "predictions.csv", f"p_{positive}", positive)
            found.append((rows, {**figures(*arrays(rows, sorted(rows))), "seconds": seconds,
                                 "peak_mb": result["peak_rss_bytes"] / 2**20}))
            say(f"{task} {preset} seed {seed}: log-loss {found[-1][1]['log_loss']:.3f}, pooled AUC {found[-1][1]['auc_pooled']:.3f}, {seconds:.0f} s")
        out[preset] = {"nidus": summary([f for _, f in found]), "seconds_first": found[0][1]["seconds"], "says": result["problems"]}
        middle = sorted(found, key=lambda f: f[1]["log_loss"])[len(found) // 2][0]
        size = json.loads((project / "runs" / result["run"] / "fold_0" / "fold.json").read_text())["input"]
        for name, command in ({} if args.no_peers else peers_of(preset, task, size)).items():
            peer, row = one_peer(args, task, command, folder)
            out[preset][f"peer, {name}"] = {**row, "log_loss_difference": difference(middle, peer)}
            say(f"{task} {preset} peer, {name}: log-loss {row['log_loss']:.3f}, {row['seconds']:.0f} s")
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--shared", required=True, type=Path)
    parser.add_argument("--tasks", nargs="+", default=list(TASKS), choices=list(TASKS))
    parser.add_argument("--presets", nargs="+", default=["quick", "balanced", "textbook", "scratch"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2, 3, 4])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-peers", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({task: one_task(args, task, Path(folder)) for task in args.tasks}, indent=1))


if __name__ == "__main__":
    main()
