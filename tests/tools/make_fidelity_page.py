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

# Seen by running nnU-Net 2.8.1 on such cases; Nidus' side is in tests/imaging, tests/dicom and tests/model.
DIFFERENCES = (
    ("NaN or infinite voxels", "every normalised voxel becomes NaN", "refuses the case: IMG-012"),
    ("RGB scheme, values outside 0 to 255", "stops (assertion)", "refuses the case: IMG-015"),
    ("CT scheme without intensity properties", "stops (KeyError)", "refuses the model: PLN-002"),
    ("an axis that becomes shorter than half a voxel", "new length 0, stops (empty array)", "new length 1"),
    ("null in the target spacing of a 3-D configuration", "stops (division by None)", "keeps the case's own spacing there"),
    ("all voxels zero", "keeps the whole extent, warns of a mean of nothing, gives zeros", "the same, without a warning"),
    ("constant image", "divides by 1e-8 instead of 0: zeros", "the same"),
    ("NIfTI with time points", "SimpleITKIO takes them for channels, NibabelIO stops", "refuses the file: IMG-002"),
    ("NIfTI of one slice without a third axis", "SimpleITKIO says spacing 999, NibabelIO stops", "one slice of 1 mm"),
    ("spacing of NibabelIOWithReorient", "length of the affine's columns, rounded to float32", "the header's spacing: one unit in the last place"),
    ("nonzero mask after resampling", "follows the plan's resampling_fn_seg", "follows the data's resampling function"),
    ("second stage of a cascade", "needs the segmentation of the first stage", "leaves those input channels out: warning MDL-022"),
)


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
    print("\n## Where Nidus and nnU-Net differ on purpose\n\n| Input | nnU-Net 2.8.1 | Nidus |\n|---|---|---|")
    for row in DIFFERENCES:
        print(f"| {' | '.join(row)} |")
    total = len(rows)
    print(f"\n{sum(r['status'] == 'pass' for r in rows)} of {total} entries within their tolerance, "
          f"{sum(r['status'] == 'fail' for r in rows)} not, {sum(r['status'] == 'skipped' for r in rows)} not compared.")


if __name__ == "__main__":
    main()
