#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the demo model with the real nnU-Net v2 on phantoms of Nidus' own generator.

    python3 -m venv V && V/bin/pip install nnunetv2==2.8.1
    V/bin/python make_demo_model.py --nidus build/release/bin/nidus-cli --work W --out resources/demo/model

The phantoms (seed 1000, other ones than the demo's) are segmented: 1 = body, 2 = lesion; the class of a lesion is never told. What is
written is nnU-Net's own results tree: plans.json, dataset.json, fold_all/checkpoint_final.pth. Of the checkpoint, only the
optimizer state is dropped, to halve the size.

Made last with nnunetv2 2.8.1 and torch 2.13.0 (CPU), seed 1234.
"""
import argparse
import json
import os
import shutil
import subprocess
from pathlib import Path

DATASET = "Dataset900_NidusPhantoms"
TRAINER = "nnUNetTrainer"


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nidus", required=True, help="nidus-cli, for its command phantom")
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--iterations", type=int, default=25)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def lay_out_raw_data(arguments):
    """Phantoms as nnU-Net's raw data set: images and body/lesion masks."""
    import nibabel
    import numpy

    phantoms = arguments.work / "phantoms"
    shutil.rmtree(phantoms, ignore_errors=True)
    subprocess.run([arguments.nidus, "phantom", "--out", phantoms, "--cases", str(arguments.cases), "--seed", "1000",
                    "--orientation", "axial", "--nifti", "--masks"], check=True)
    raw = Path(os.environ["nnUNet_raw"]) / DATASET
    shutil.rmtree(raw, ignore_errors=True)
    (raw / "imagesTr").mkdir(parents=True)
    (raw / "labelsTr").mkdir()
    names = []
    for image_path in sorted((phantoms / "nifti").glob("*_0000.nii.gz")):
        name = image_path.name[:-len("_0000.nii.gz")]
        names.append(name)
        shutil.copyfile(image_path, raw / "imagesTr" / image_path.name)
        image = nibabel.load(image_path)
        lesion = numpy.asanyarray(nibabel.load(phantoms / "masks" / f"{name}.nii.gz").dataobj) > 0
        label = (numpy.asanyarray(image.dataobj) > 0).astype(numpy.uint8)
        label[lesion] = 2
        nibabel.save(nibabel.Nifti1Image(label, image.affine, dtype=numpy.uint8), raw / "labelsTr" / f"{name}.nii.gz")
    description = {"channel_names": {"0": "MRI"}, "labels": {"background": 0, "body": 1, "lesion": 2}, "numTraining": len(names),
                   "file_ending": ".nii.gz"}
    (raw / "dataset.json").write_text(json.dumps(description, indent=1))
    return names


def plan_and_preprocess(names):
    from nnunetv2.experiment_planning.dataset_fingerprint.fingerprint_extractor import DatasetFingerprintExtractor
    from nnunetv2.experiment_planning.experiment_planners.default_experiment_planner import ExperimentPlanner
    from nnunetv2.experiment_planning.plan_and_preprocess_api import extract_fingerprint_dataset
    from nnunetv2.preprocessing.preprocessors.default_preprocessor import DefaultPreprocessor

    number = int(DATASET[7:10])
    extract_fingerprint_dataset(number, DatasetFingerprintExtractor, num_processes=1, check_dataset_integrity=False)
    planner = ExperimentPlanner(number, gpu_memory_target_in_gb=8)
    planner.UNet_base_num_features = 8
    planner.UNet_max_features_3d = 32
    planner.plan_experiment()
    folder = Path(os.environ["nnUNet_preprocessed"]) / DATASET
    plans = json.loads((folder / "nnUNetPlans.json").read_text())
    plans["configurations"] = {"3d_fullres": plans["configurations"]["3d_fullres"]}
    plans["configurations"]["3d_fullres"]["batch_size"] = 2
    (folder / "nnUNetPlans.json").write_text(json.dumps(plans, indent=4))
    shutil.copyfile(Path(os.environ["nnUNet_raw"]) / DATASET / "dataset.json", folder / "dataset.json")
    DefaultPreprocessor(verbose=False).run(number, "3d_fullres", "nnUNetPlans", num_processes=1)
    (folder / "splits_final.json").write_text(json.dumps([{"train": names, "val": names}]))
    return plans, json.loads((folder / "dataset.json").read_text())


def train(arguments, plans, dataset):
    """nnUNetTrainer.run_training with fewer epochs and without its final whole-case validation."""
    import torch
    from nnunetv2.training.nnUNetTrainer.nnUNetTrainer import nnUNetTrainer

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1234)
    plans["continue_training"] = False  # the trainer takes this transient key out again
    trainer = nnUNetTrainer(plans, "3d_fullres", "all", dataset, torch.device("cpu"))
    trainer.num_epochs = arguments.epochs
    trainer.num_iterations_per_epoch = arguments.iterations
    trainer.num_val_iterations_per_epoch = 2
    trainer.initialize()
    trainer.plot_network_architecture = lambda: None
    trainer.run_training()
    return Path(trainer.output_folder)


def publish(arguments, fold):
    """Copies the results tree; drops the optimizer state and everything that names this machine."""
    import torch

    target = arguments.out
    shutil.rmtree(target, ignore_errors=True)
    (target / "fold_all").mkdir(parents=True)
    for name in ("plans.json", "dataset.json"):
        shutil.copyfile(fold.parent / name, target / name)
    checkpoint = torch.load(fold / "checkpoint_final.pth", map_location="cpu", weights_only=False)
    checkpoint["optimizer_state"] = {}
    torch.save(checkpoint, target / "fold_all" / "checkpoint_final.pth")
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    dice = [float(value) for value in checkpoint["logging"]["dice_per_class_or_region"][-1]]
    print(json.dumps({"bytes": size, "epochs": checkpoint["current_epoch"], "dice": dice, "torch": torch.__version__}))
    if size > 3_000_000:
        raise SystemExit("The model is larger than 3 MB.")


def main():
    arguments = parse_arguments()
    for key, folder in (("nnUNet_raw", "raw"), ("nnUNet_preprocessed", "preprocessed"), ("nnUNet_results", "results")):
        (arguments.work / folder).mkdir(parents=True, exist_ok=True)
        os.environ[key] = str(arguments.work / folder)
    os.environ["nnUNet_n_proc_DA"] = "1"
    os.environ["nnUNet_compile"] = "f"
    names = lay_out_raw_data(arguments)
    plans, dataset = plan_and_preprocess(names)
    publish(arguments, train(arguments, plans, dataset))


if __name__ == "__main__":
    main()
