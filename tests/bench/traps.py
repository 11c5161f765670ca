#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cohorts with a trap in them, and whether Nidus sees it. On the hippocampi of the shared tasks, preset quick.

    traps.py --cli build/release/bin/nidus-cli --shared FOLDER [--draws 20]

FOLDER has tasks/, data/ and models/. Needs numpy and SimpleITK in this Python. Prints one JSON document: labels drawn at
random (how often the permutation test finds no signal), a patient in two folds, a class of three cases, voxel spacing
and volume that go with the label, and images mirrored left-right as one class, with and without a recipe that mirrors.
"""
import argparse
import csv
import json
import random
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import SimpleITK as sitk


class Bench:
    def __init__(self, args, folder):
        self.cli, self.shared, self.folder = args.cli, args.shared, folder
        with open(args.shared / "tasks" / "hippocampus_size.csv", encoding="utf-8-sig") as file:
            self.rows = list(csv.DictReader(file))

    def run(self, *words):
        """The document of a command, or its error."""
        done = subprocess.run([self.cli, *map(str, words), "--json"], capture_output=True, text=True)
        return json.loads(done.stdout)

    def project(self, name, rows, root):
        table = self.folder / f"{name}.csv"
        with open(table, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        project = self.folder / f"{name}.nidus"
        self.run("init", project)
        self.run("import", "--project", project, "--table", table, "--root", root)
        self.run("model", "--project", project, self.shared / "models" / "hippocampus")
        return project

    def train(self, project, *words):
        return self.run("train", "--project", project, *(words or ("--preset", "quick")))

    def image(self, row):
        return sitk.ReadImage(str(self.shared / "data" / row["image"]))


def codes(result):
    return sorted({problem["code"] for problem in result.get("problems", [])} | ({result["error"]["code"]} if "error" in result else set()))


def permuted(bench, draws):
    rows = [dict(r) for r in bench.rows]
    for draw in range(draws):
        labels = [r["label"] for r in bench.rows]
        random.Random(draw).shuffle(labels)
        for row, label in zip(rows, labels):
            row[f"draw_{draw}"] = label
    project = bench.project("permuted", [dict(r) for r in bench.rows], bench.shared / "data")
    table = bench.folder / "labels.csv"
    with open(table, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    p, said = [], 0
    for draw in range(draws):
        bench.run("label", "--project", project, "--csv", table, "--key", "case", "--column", f"draw_{draw}")
        result = bench.train(project)
        p.append(result["signal"]["p"])
        said += "TRN-054" in codes(result)
    return {"draws": draws, "no_signal": sum(x > 0.05 for x in p), "said_so": said, "p": p}


def one_patient_twice(bench):
    rows = [dict(r) for r in bench.rows]
    other = next(r for r in rows if r["fold"] != rows[0]["fold"])
    other["patient"] = rows[0]["patient"] = "same"
    return codes(bench.train(bench.project("patient", rows, bench.shared / "data")))


def three_cases(bench):
    rows = [r for r in bench.rows if r["label"] == "small"][:40] + [r for r in bench.rows if r["label"] == "large"][:3]
    rows = [{k: v for k, v in r.items() if k != "fold"} for r in rows]
    result = bench.train(bench.project("three", rows, bench.shared / "data"))
    return {"codes": codes(result), "error": result.get("error", {}).get("text")}


def written(bench, name, change):
    """The cohort with images that `change` made from (image, place in the table); returns label and image per row."""
    rows = []
    (bench.folder / name).mkdir()
    for i, row in enumerate(bench.rows):
        image, label = change(bench.image(row), i)
        file = f"{name}/{row['case']}.nii.gz"
        sitk.WriteImage(image, str(bench.folder / file))
        rows.append({**row, "image": file, "label": label or row["label"]})
    return bench.project(name, rows, bench.folder)


def scanner(bench):
    def change(image, i):
        if bench.rows[i]["label"] == "large":
            image.SetSpacing((1.0, 1.0, 1.2))
        return image, None
    return codes(bench.train(written(bench, "scanner", change)))


def laterality(bench):
    def change(image, i):
        if i % 2 == 0:
            return image, "asis"
        turned = sitk.GetImageFromArray(np.ascontiguousarray(sitk.GetArrayFromImage(image)[:, :, ::-1]))
        turned.CopyInformation(image)
        return turned, "turned"
    project = written(bench, "laterality", change)
    plain = bench.train(project)
    recipe = bench.folder / "careless.json"
    recipe.write_text(json.dumps({"preset": "balanced", "phases": [{"open_stages": 1, "epochs": 1}], "augmentation": {"mirror_axes": [0, 1, 2]}}))
    careless = bench.run("train", "--project", project, "--recipe", recipe, "--freeze")
    job = json.loads((project / "runs" / careless["run"] / "job.json").read_text())
    return {"auc": plain["auc"]["value"], "careless_recipe": sorted({p["code"] for p in job["problems"]})}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--shared", required=True, type=Path)
    parser.add_argument("--draws", type=int, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args, Path(folder))
        volume = bench.train(bench.project("plain", bench.rows, args.shared / "data"))
        print(json.dumps({"permuted_labels": permuted(bench, args.draws), "patient_in_two_folds": one_patient_twice(bench),
                          "class_of_three": three_cases(bench), "spacing_goes_with_label": scanner(bench),
                          "label_follows_volume": {"volume_auc": volume["baselines"]["volume_auc"], "codes": codes(volume)},
                          "laterality": laterality(bench)}, indent=1))


if __name__ == "__main__":
    main()
