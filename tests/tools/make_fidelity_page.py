#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/fidelity.md from the golden.json files that the test `golden` wrote: make_fidelity_page.py GOLDEN.json... > docs/fidelity.md"""
import json
import sys

KINDS = {
    "model": "Reading a trained model: every encoder tensor, architecture, plans",
    "checkpoint_variant": "The same weights in other containers, types and namings",
    "plans_variant": "Old and inherited plans",
    "export_zip": "Exported models",
    "preprocess": "DefaultPreprocessor: transposing, cropping, normalising, resampling",
    "resample": "One call of a resampling function",
    "forward": "Output of every encoder stage, and logits of the whole network",
    "gradient": "Gradient of the pooled bottleneck",
    "training_curve": "Loss of the first steps of a fine-tuning (relative)",
    "augment": "One transform of the training augmentation",
    "augment_stats": "Distributions of the augmentation's parameters",
    "augment_pipeline": "Order, probabilities and ranges of the augmentation",
    "geometry": "Patches, padding, windows, learning rate",
    "finetune": "What a transfer into another network takes",
}


def number(value):
    return "not finite" if value is None else "0" if value == 0 else f"{value:.2g}"


def load(paths):
    """Every entry once; the project's own entries are part of each file."""
    rows = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for row in json.load(file):
                rows[row["kind"], row["name"]] = row
    return list(rows.values())


def main():
    rows = load(sys.argv[1:])
    kinds = [k for k in KINDS if any(r["kind"] == k for r in rows)] + sorted({r["kind"] for r in rows} - set(KINDS))
    print("# Fidelity: how equal Nidus is to nnU-Net\n")
    print("Measured by the test `golden` against results of the real package (nnunetv2 2.8.1 and what it installs); this page is\n"
          "written by `scripts/fidelity.sh` and not by hand. *Error* is the largest absolute difference of an entry, *tolerance* what\n"
          "is allowed: ten times the rounding noise that was measured when the entry was made. Names that begin with `own/` are data of\n"
          "this repository.\n")
    print("| What | Entries | Within tolerance | Largest share of the tolerance used |\n|---|---|---|---|")
    for kind in kinds:
        of_kind = [r for r in rows if r["kind"] == kind]
        shares = [r["error"] / r["tolerance"] for r in of_kind if r["tolerance"] and r["error"] is not None]
        passed = sum(r["status"] == "pass" for r in of_kind)
        print(f"| {KINDS.get(kind, kind)} (`{kind}`) | {len(of_kind)} | {passed} | {f'{max(shares):.0%}' if shares else 'exact'} |")
    for kind in kinds:
        print(f"\n## {KINDS.get(kind, kind)}\n\n| Entry | Error | Tolerance | Result |\n|---|---|---|---|")
        for row in sorted((r for r in rows if r["kind"] == kind), key=lambda r: r["name"]):
            result = row["status"] if row["status"] == "pass" else f"{row['status']}: {row['why']}"
            print(f"| {row['name']} | {number(row['error'])} | {number(row['tolerance'])} | {result} |")
    total = len(rows)
    print(f"\n{sum(r['status'] == 'pass' for r in rows)} of {total} entries within their tolerance, "
          f"{sum(r['status'] == 'fail' for r in rows)} not, {sum(r['status'] == 'skipped' for r in rows)} not compared.")


if __name__ == "__main__":
    main()
