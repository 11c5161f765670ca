#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden models: checkpoints in every container and spelling, and networks with every knob, from the real packages.

    python3 -m venv V && V/bin/pip install nnunetv2==2.8.1
    V/bin/python tests/tools/make_golden_models.py --out FOLDER [--seed 7] [--only variants|networks]
    V/bin/python tests/tools/make_golden_models.py --full-size FOLDER

The first writes FOLDER/index.json in the format that tests/golden reads (NIDUS_GOLDEN=FOLDER ctest -R golden):
  checkpoint_variant  params.sha256: per key of the file that counts, SHA-256 of the tensor as float32 in C order
  forward, gradient   outputs of every encoder stage and gradients of dynamic_network_architectures itself, in float32;
                      tolerance: ten times the difference to float64, at least 32 units in the last place of the range
The second writes a PlainConvUNet (31 M parameters) and a ResEnc-L (102 M) with SGD momentum, for timing. All weights are
random numbers. Nothing of the output belongs into the repository.
"""
import argparse
import copy
import hashlib
import importlib.metadata
import io
import json
import math
import zipfile
from pathlib import Path

import numpy as np
import torch
from dynamic_network_architectures.architectures import unet
from dynamic_network_architectures.building_blocks.plain_conv_encoder import PlainConvEncoder
from dynamic_network_architectures.building_blocks.residual_encoders import ResidualEncoder

PACKAGES = ("nnunetv2", "dynamic-network-architectures", "torch", "numpy")
UNET = "dynamic_network_architectures.architectures.unet."
BLOCKS = "dynamic_network_architectures.building_blocks."
CLASSES = {"PlainConvUNet": (unet.PlainConvUNet, UNET), "ResidualEncoderUNet": (unet.ResidualEncoderUNet, UNET),
           "ResidualUNet": (unet.ResidualUNet, UNET),
           "PlainConvEncoder": (PlainConvEncoder, BLOCKS + "plain_conv_encoder."),
           "ResidualEncoder": (ResidualEncoder, BLOCKS + "residual_encoders.")}
IMPORTED = ("conv_op", "norm_op", "dropout_op", "nonlin", "block")


class EncoderOnly(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder


def resolved(kwargs):
    """kwargs of plans.json with the class paths as classes."""
    result = dict(kwargs)
    for key in IMPORTED:
        if result.get(key):
            module, name = result[key].rsplit(".", 1)
            result[key] = getattr(__import__(module, fromlist=[name]), name)
    return result


def build(name, kwargs, channels, seed):
    """The real network in evaluation mode; every weight random, norms and running statistics too."""
    torch.manual_seed(seed)
    cls, _ = CLASSES[name]
    if cls in (PlainConvEncoder, ResidualEncoder):
        network = EncoderOnly(cls(input_channels=channels, return_skips=True, **resolved(kwargs)))
    else:
        stages = kwargs["n_stages"]
        decoder = {"n_conv_per_stage_decoder": [1] * (stages - 1)}
        network = cls(input_channels=channels, num_classes=2, deep_supervision=False, **{**decoder, **resolved(kwargs)})
    generator = torch.Generator().manual_seed(seed + 1)
    with torch.no_grad():
        for key, tensor in network.state_dict().items():
            if tensor.ndim > 1:
                fan_in = tensor[0].numel()
                tensor.copy_(torch.randn(tensor.shape, generator=generator) / math.sqrt(fan_in))
            elif key.endswith("running_var"):
                tensor.copy_(0.5 + torch.rand(tensor.shape, generator=generator))
            elif key.endswith("weight"):
                tensor.copy_(1 + 0.3 * torch.randn(tensor.shape, generator=generator))
            elif tensor.is_floating_point():
                tensor.copy_(0.3 * torch.randn(tensor.shape, generator=generator))
    return network.eval()


def layers(dim, norm="InstanceNorm", affine=True, nonlin="LeakyReLU", nonlin_kwargs=None, dropout=None, **more):
    """The kwargs that say of what a layer is made."""
    result = {"conv_op": f"torch.nn.modules.conv.Conv{dim}d", "conv_bias": True, "dropout_op": None, "dropout_op_kwargs": None,
              "norm_op": f"torch.nn.{norm}{dim}d" if norm else None,
              "norm_op_kwargs": {"eps": 1e-5, "affine": True} if affine and norm else None,
              "nonlin": f"torch.nn.{nonlin}" if nonlin else None, "nonlin_kwargs": nonlin_kwargs}
    if dropout is not None:
        result.update(dropout_op=f"torch.nn.Dropout{dim}d", dropout_op_kwargs={"p": dropout})
    return {**result, **more}


def plans_of(name, kwargs, channels, dim, **configuration):
    entry = {"data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
             "patch_size": [32] * dim, "median_image_size_in_voxels": [40.0] * dim, "spacing": [1.0] * dim,
             "normalization_schemes": ["ZScoreNormalization"] * channels, "use_mask_for_norm": [False] * channels,
             "resampling_fn_data": "resample_data_or_seg_to_shape",
             "resampling_fn_data_kwargs": {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None},
             "architecture": {"network_class_name": CLASSES[name][1] + name, "arch_kwargs": kwargs,
                              "_kw_requires_import": [k for k in IMPORTED if k in kwargs]}}
    entry.update(configuration)
    return {"dataset_name": "Dataset900_Generated", "plans_name": "nnUNetPlans", "image_reader_writer": "SimpleITKIO",
            "original_median_spacing_after_transp": [1.0, 1.0, 1.0], "original_median_shape_after_transp": [40, 40, 40],
            "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2], "experiment_planner_used": "ExperimentPlanner",
            "label_manager": "LabelManager", "foreground_intensity_properties_per_channel": {
                str(c): {"mean": 10.0 + c, "std": 2.0, "median": 9.0, "min": float("nan"), "max": 20.0, "percentile_00_5": 1.0,
                         "percentile_99_5": 19.0} for c in range(channels)},
            "configurations": {"3d_fullres" if dim == 3 else "2d": entry}}


def checkpoint_of(weights, plans, channels, momentum=False):
    """The dictionary that nnUNetTrainer.save_checkpoint writes."""
    configuration = list(plans["configurations"])[-1]
    state = {}
    if momentum:
        seen = {}
        for tensor in weights.values():
            seen.setdefault(tensor.data_ptr(), tensor)
        state = {i: {"momentum_buffer": torch.full_like(t, 0.5)} for i, t in enumerate(seen.values())}
    return {"network_weights": weights,
            "optimizer_state": {"state": state, "param_groups": [{"lr": 0.01, "momentum": 0.99, "nesterov": True, "params": []}]},
            "grad_scaler_state": {"scale": 65536.0, "growth_factor": 2.0, "backoff_factor": 0.5, "growth_interval": 2000,
                                  "_growth_tracker": 0},
            "logging": {"mean_fg_dice": [np.float64(0.5), np.float64(float("nan"))], "train_losses": [np.float32(0.25)],
                        "dice_per_class_or_region": [[np.float64(0.5)]], "lrs": [0.01]},
            "_best_ema": np.float32(0.75), "current_epoch": 1000,
            "init_args": {"plans": plans, "configuration": configuration, "fold": 0, "device": torch.device("cpu"),
                          "dataset_json": {"channel_names": {str(c): f"MR{c}" for c in range(channels)},
                                           "labels": {"background": 0, "a": [1, 2], "b": 2}, "regions_class_order": [1, 2],
                                           "numTraining": 3, "file_ending": ".nii.gz"}},
            "trainer_name": "nnUNetTrainer", "inference_allowed_mirroring_axes": (0, 1)}


class Output:
    def __init__(self, root):
        self.root, self.entries = Path(root), []
        self.root.mkdir(parents=True, exist_ok=True)

    def path(self, relative):
        path = self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def npy(self, relative, array):
        np.save(self.path(relative), np.ascontiguousarray(array))
        return relative

    def add(self, part, kind, name, files, params, tolerance):
        self.entries.append({"part": part, "kind": kind, "name": name, "files": files, "params": params, "tolerance": tolerance})

    def close(self, seed):
        versions = {p: importlib.metadata.version(p) for p in PACKAGES}
        text = json.dumps({"schema": 1, "seed": seed, "versions": versions, "entries": self.entries}, indent=1, allow_nan=False)
        self.path("index.json").write_text(text + "\n")


# ---------------------------------------------------------------------------------------------------------- variants

def sha256(tensor):
    return hashlib.sha256(tensor.detach().to(torch.float32).contiguous().numpy().tobytes()).hexdigest()


def hashes_of(weights):
    """By key: the tensors that the encoder executes (all_modules where there are any), as float32."""
    inside = {k: v for k, v in weights.items() if "seg_layers" not in k and "num_batches" not in k}
    roots = [k for k in inside if ".stages." in "." + k or ".stem." in "." + k]
    own = [k for k in roots if "decoder." not in k] or [k for k in roots if "decoder.encoder." in k]
    executed = [k for k in own if ".all_modules." in k] or own
    return {k: sha256(weights[k]) for k in executed + [k for k in own if "squeeze_excitation" in k]}


def storage_sharing(weights, convert):
    """convert() applied once per storage, so that two names of one tensor stay one tensor."""
    done = {}
    result = {}
    for key, tensor in weights.items():
        place = (tensor.data_ptr(), tuple(tensor.shape))
        if place not in done:
            done[place] = convert(tensor) if tensor.is_floating_point() else tensor
        result[key] = done[place]
    return result


def saved(document, container, path):
    if container == "legacy":
        torch.save(document, path, _use_new_zipfile_serialization=False)
    elif container == "stream":  # the folder in the archive is then called "archive"
        buffer = io.BytesIO()
        torch.save(document, buffer)
        path.write_bytes(buffer.getvalue())
    else:
        torch.save(document, path)


def as_numpy1(path):
    """Renames numpy's module as numpy 1 writes it, in the pickle of a file of torch.save."""
    old, new = b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n"
    if not zipfile.is_zipfile(path):
        path.write_bytes(path.read_bytes().replace(old, new))
        return
    with zipfile.ZipFile(path) as source:
        records = [(i.filename, source.read(i)) for i in source.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for name, content in records:
            target.writestr(name, content.replace(old, new) if name.endswith("/data.pkl") else content)


def old_flat_plans(plans):
    """The keys of nnU-Net <= 2.2.1, from a plain or residual plan whose features double up to a maximum."""
    plans = copy.deepcopy(plans)
    entry = plans["configurations"]["3d_fullres"]
    architecture = entry.pop("architecture")
    kwargs = architecture["arch_kwargs"]
    entry.update(UNet_class_name=architecture["network_class_name"].rsplit(".", 1)[1],
                 UNet_base_num_features=kwargs["features_per_stage"][0], unet_max_num_features=kwargs["features_per_stage"][-1],
                 n_conv_per_stage_encoder=kwargs.get("n_conv_per_stage") or kwargs["n_blocks_per_stage"],
                 n_conv_per_stage_decoder=[1] * (kwargs["n_stages"] - 1), num_pool_per_axis=[1, 2, 2],
                 pool_op_kernel_sizes=kwargs["strides"], conv_kernel_sizes=kwargs["kernel_sizes"])
    return plans


def inheriting_plans(plans):
    plans = copy.deepcopy(plans)
    whole = plans["configurations"].pop("3d_fullres")
    parent = copy.deepcopy(whole)
    parent["architecture"]["arch_kwargs"]["features_per_stage"] = [64] * parent["architecture"]["arch_kwargs"]["n_stages"]
    plans["configurations"] = {"base": parent, "middle": {"inherits_from": "base", "batch_size": 7},
                               "3d_fullres": {"inherits_from": "middle", "architecture": whole["architecture"]}}
    return plans


def pretrained_plans(plans):
    """As the planners that adapt to a pre-trained model write them."""
    plans = copy.deepcopy(plans)
    plans["plans_name"] = "ptPlans__Generated___like_pretrained"
    plans["pretrain_info"] = {"checkpoint_path": "x.pth", "checkpoint_name": "Generated", "key_to_encoder": "encoder.stages",
                              "key_to_stem": "encoder.stem", "keys_to_in_proj": ["encoder.stem.convs.0.conv"], "key_to_lpe": None,
                              "pt_num_in_channels": 1, "pt_used_patchsize": [160, 160, 160],
                              "pt_recommended_downstream_patchsize": [160, 160, 160], "citations": []}
    return plans


PLAN_STYLES = {"block": copy.deepcopy, "flat": old_flat_plans, "inherited": inheriting_plans, "pretrained": pretrained_plans}
PREFIXES = ("", "module.", "_orig_mod.", "network.", "model.", "module._orig_mod.", "network.module._orig_mod.")
DTYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "f64": torch.float64}
CONTAINERS = ("file", "stream", "legacy", "export_stored", "export_deflated")


def base_networks(seed):
    common = {"n_stages": 3, "features_per_stage": [4, 8, 8], "kernel_sizes": [[1, 3, 3], [3, 3, 3], [3, 3, 3]],
              "strides": [[1, 1, 1], [1, 2, 2], [2, 2, 2]]}
    plain = {**common, "n_conv_per_stage": [2, 1, 2], **layers(3)}
    residual = {**common, "n_blocks_per_stage": [1, 2, 1], **layers(3)}
    return [("plain", "PlainConvUNet", plain, build("PlainConvUNet", plain, 1, seed)),
            ("resenc", "ResidualEncoderUNet", residual, build("ResidualEncoderUNet", residual, 1, seed + 10))]


def write_variant(out, name, document, weights, container="file", numpy1=False, tree=True, siblings=None):
    """One checkpoint in a results tree, or as an export, and its entry in the index."""
    configuration = "Dataset900_Generated/nnUNetTrainer__nnUNetPlans__3d_fullres"
    folder = f"variants/{name}" + (f"/{configuration}" if tree else "")
    file = f"{folder}/fold_0/checkpoint_final.pth" if tree else f"{folder}/model.pth"
    saved(document, container, out.path(file))
    if numpy1:
        as_numpy1(out.path(file))
    for sibling, content in (siblings or {}).items():
        out.path(f"{folder}/{sibling}").write_text(json.dumps(content, indent=4))
    if container.startswith("export"):
        archive = f"variants/{name}/export.zip"
        method = zipfile.ZIP_STORED if container == "export_stored" else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(out.path(archive), "w", method) as target:
            target.write(out.path(file), f"{configuration}/fold_0/checkpoint_final.pth")
            target.writestr(f"{configuration}/plans.json", json.dumps(document["init_args"]["plans"]))
        out.path(file).unlink()
        file = archive
    out.add("models", "checkpoint_variant", name, {"checkpoint": file}, {"sha256": hashes_of(weights)}, {"abs": 0.0})


def crossed_variants(out, seed):
    count = 0
    for base, cls, kwargs, network in base_networks(seed):
        for prefix in PREFIXES:
            for dtype_name, dtype in DTYPES.items():
                weights = storage_sharing(network.state_dict(), lambda t: t.to(dtype))
                weights = {prefix + k: v for k, v in weights.items()}
                for container in CONTAINERS:
                    style = list(PLAN_STYLES)[count % len(PLAN_STYLES)]
                    numpy1 = (count // len(PLAN_STYLES)) % 2 == 1
                    document = checkpoint_of(weights, PLAN_STYLES[style](plans_of(cls, kwargs, 1, 3)), 1, momentum=True)
                    name = f"{base}_{prefix or 'none.'}{dtype_name}_{container}_{style}_numpy{1 if numpy1 else 2}"
                    write_variant(out, name, document, weights, container, numpy1)
                    count += 1


def renamed(weights, names):
    if names == "all_modules":
        return {k: v for k, v in weights.items() if k.startswith("encoder.") and ".all_modules." in k}
    if names == "conv_norm":
        return {k: v for k, v in weights.items() if k.startswith("encoder.") and ".all_modules." not in k}
    if names == "decoder_only":
        return {k: v for k, v in weights.items() if k.startswith("decoder.")}
    if names == "encoder_alone":
        return {k[len("encoder."):]: v for k, v in weights.items() if k.startswith("encoder.")}
    if names == "channels_last":
        return storage_sharing(weights, lambda t: t.to(memory_format=torch.channels_last_3d) if t.ndim == 5 else t)
    if names == "one_storage":
        distinct = list({t.data_ptr(): t for t in weights.values()}.values())
        storage = torch.cat([t.flatten() for t in distinct])
        starts = dict(zip((t.data_ptr() for t in distinct), np.cumsum([0] + [t.numel() for t in distinct])))
        return {k: storage[starts[t.data_ptr()]:starts[t.data_ptr()] + t.numel()].view(t.shape) for k, t in weights.items()}
    if names == "no_sharing":
        return {k: v.clone() for k, v in weights.items()}
    if names == "parameters":
        return {k: torch.nn.Parameter(v) for k, v in weights.items()}
    raise ValueError(names)


def nnssl_checkpoint(weights, cls, kwargs):
    """As nnssl publishes a model: an adaptation plan instead of nnU-Net's plans, plain Python values only."""
    entry = plans_of("PlainConvUNet", {}, 1, 3)["configurations"]["3d_fullres"]
    entry.pop("architecture")
    entry.update(spacing_style="onemmiso", patch_size=[160, 160, 160])
    plan = {"dataset_name": "Dataset745_Generated", "plans_name": "nnsslPlans", "image_reader_writer": "SimpleITKIO",
            "original_median_spacing_after_transp": [1.0, 1.0, 1.0], "transpose_forward": [0, 1, 2],
            "transpose_backward": [0, 1, 2], "experiment_planner_used": "FixedResEncUNetPlanner",
            "configurations": {"onemmiso": entry}}
    architecture = {"arch_class_name": cls, "arch_kwargs": kwargs,
                    "arch_kwargs_requiring_import": [k for k in IMPORTED if k in kwargs] if kwargs else None}
    return {"network_weights": weights, "trainer_name": "BaseMAETrainer",
            "init_args": {"plan": plan, "configuration_name": "onemmiso", "fold": "all", "device": torch.device("cuda", 0),
                          "pretrain_json": {"datasets": {str(i): {"name": f"set {i}"} for i in range(2000)}}},
            "nnssl_adaptation_plan": {"architecture_plans": architecture, "pretrain_plan": plan, "pretrain_num_input_channels": 1,
                                      "recommended_downstream_patchsize": (160, 160, 160), "key_to_encoder": "encoder.stages",
                                      "key_to_stem": "encoder.stem", "key_to_lpe": None,
                                      "keys_to_in_proj": ("encoder.stem.convs.0.conv", "encoder.stem.convs.0.all_modules.0")},
            "citations": [{"type": "Architecture", "name": "none", "apa_citations": ["none"]}]}


def other_variants(out, seed):
    for base, cls, kwargs, network in base_networks(seed):
        plans = plans_of(cls, kwargs, 1, 3)
        for names in ("all_modules", "conv_norm", "decoder_only", "encoder_alone", "channels_last", "one_storage", "no_sharing",
                      "parameters"):
            weights = renamed(network.state_dict(), names)
            write_variant(out, f"{base}_{names}", checkpoint_of(weights, plans, 1), weights)
        weights = dict(network.state_dict())
        for container in ("file", "legacy"):
            write_variant(out, f"{base}_bare_{container}", weights, weights, container,
                          siblings={"plans.json": plans, "dataset.json": {"modality": {"0": "MRI"}, "labels": {"0": "background"}}})
            write_variant(out, f"{base}_nnssl_{container}", nnssl_checkpoint(weights, cls, kwargs), weights, container, tree=False)
        encoder = {k: v.clone() for k, v in weights.items() if k.startswith("encoder.")}
        for key, tensor in encoder.items():
            if ".all_modules." not in key:
                tensor.add_(1)  # what Spark pre-training never executed
        document = nnssl_checkpoint(encoder, cls, kwargs)
        write_variant(out, f"{base}_spark", document, encoder, tree=False)
        out.entries[-1]["params"]["aliases_differ"] = True
    preset = {"n_stages": 6, "features_per_stage": [32, 64, 128, 256, 320, 320], "kernel_sizes": 3, "strides": [1, 2, 2, 2, 2, 2],
              "n_blocks_per_stage": [1, 3, 4, 6, 6, 6], **layers(3)}
    network = build("ResidualEncoder", preset, 1, seed)
    weights = storage_sharing(network.state_dict(), lambda t: t.to(torch.float16))
    for name in ("ResEncL", "NoSkipResEncL"):
        write_variant(out, f"preset_{name}", nnssl_checkpoint(weights, name, None), weights, tree=False)


# ---------------------------------------------------------------------------------------------------------- networks

def stages(count, features, kernels=3, strides=2, dim=3, **more):
    """kwargs of `count` stages; features an int or list, strides 1 in the first stage."""
    return {"n_stages": count, "features_per_stage": features, "kernel_sizes": kernels,
            "strides": strides if isinstance(strides, list) else [[1] * dim] + [[strides] * dim] * (count - 1), **more}


def network_cases():
    """name, class, kwargs, channels, spatial size"""
    d3, d2 = [16, 16, 16], [32, 24]
    basic, bottleneck = (f"{BLOCKS}residual.{b}" for b in ("BasicBlockD", "BottleneckD"))
    cases = [
        ("one_stage", "PlainConvEncoder", {**stages(1, [5], n_conv_per_stage=[2]), **layers(3)}, 1, [8, 9, 7]),
        ("ten_stages", "PlainConvUNet", {**stages(10, [4, 5, 6, 7, 8, 8, 8, 8, 8, 8], n_conv_per_stage=1, strides=[
            1, [1, 2, 2], 2, 1, [2, 2, 1], 1, 1, [1, 1, 2], 1, 1]), **layers(3)}, 2, d3),
        ("ints", "ResidualUNet", {**stages(3, 6, n_blocks_per_stage=2, strides=[1, 2, 2]), **layers(3)}, 1, d3),
        ("nonlin_first", "PlainConvUNet", {**stages(3, [4, 6, 8], n_conv_per_stage=[2, 2, 1]),
                                           **layers(3, nonlin="ReLU", nonlin_first=True)}, 1, d3),
        ("nonlin_first_dropout_2d", "PlainConvUNet", {**stages(4, [4, 6, 8, 8], dim=2, n_conv_per_stage=2),
                                                      **layers(2, dropout=0.3, nonlin_first=True, nonlin="ELU",
                                                               nonlin_kwargs={"alpha": 0.7})}, 1, d2),
        ("dropout", "ResidualEncoderUNet", {**stages(3, [4, 6, 8], n_blocks_per_stage=[1, 2, 1]), **layers(3, dropout=0.2)}, 1, d3),
        ("no_norm", "PlainConvUNet", {**stages(3, [4, 6, 8], n_conv_per_stage=1),
                                      **layers(3, norm=None, nonlin="GELU", conv_bias=False)}, 2, d3),
        ("no_affine", "ResidualEncoderUNet", {**stages(3, [4, 6, 6], n_blocks_per_stage=1), **layers(3, affine=False, nonlin="SiLU")},
         1, d3),
        ("batch_norm", "ResidualEncoderUNet", {**stages(3, [4, 6, 8], n_blocks_per_stage=[2, 1, 1]),
                                               **layers(3, norm="BatchNorm", affine=False, nonlin="Mish")}, 1, d3),
        ("kernel_1_stride_2", "PlainConvUNet", {**stages(3, [4, 6, 8], n_conv_per_stage=2, kernels=[[1, 3, 3], [1, 3, 3], [1, 3, 3]],
                                                         strides=[[1, 1, 1], [2, 2, 1], [2, 1, 2]]), **layers(3)}, 1, [12, 16, 14]),
        ("residual_kernel_1_stride_2", "ResidualEncoderUNet", {
            **stages(3, [4, 6, 8], n_blocks_per_stage=1, kernels=[[1, 3, 3], [1, 3, 3], [1, 1, 3]],
                     strides=[[1, 1, 1], [2, 2, 1], [2, 1, 2]]), **layers(3)}, 1, [12, 16, 16]),
        ("large_kernels", "PlainConvUNet", {**stages(2, [4, 6], n_conv_per_stage=1, kernels=[[7, 5, 3], 5]), **layers(3)}, 1, [9, 11, 8]),
        ("stem_channels", "ResidualEncoderUNet", {**stages(3, [6, 6, 8], n_blocks_per_stage=[1, 1, 2], stem_channels=3), **layers(3)},
         3, d3),
        ("bottleneck", "ResidualEncoderUNet", {**stages(3, [8, 12, 16], n_blocks_per_stage=[1, 2, 1], block=bottleneck,
                                                        bottleneck_channels=[2, 3, 4], stem_channels=4), **layers(3)}, 1, d3),
        ("bottleneck_batch_norm_2d", "ResidualUNet", {**stages(4, [8, 8, 12, 12], dim=2, n_blocks_per_stage=2, block=bottleneck,
                                                               bottleneck_channels=3),
                                                      **layers(2, norm="BatchNorm", nonlin="ReLU", dropout=0.1)}, 2, d2),
        ("basic_block_named", "ResidualEncoderUNet", {**stages(2, [4, 6], n_blocks_per_stage=1, block=basic, bottleneck_channels=None),
                                                      **layers(3, nonlin_kwargs={"negative_slope": 0.2})}, 1, d3),
        ("squeeze", "ResidualEncoder", {**stages(3, [8, 12, 24], n_blocks_per_stage=[1, 2, 1], squeeze_excitation=True), **layers(3)},
         1, [16, 12, 20]),
        ("squeeze_ratio_2d", "ResidualEncoder", {**stages(3, [16, 24, 32], dim=2, n_blocks_per_stage=1, squeeze_excitation=True,
                                                          squeeze_excitation_reduction_ratio=0.5), **layers(2)}, 1, d2),
        ("squeeze_depth_bottleneck", "ResidualEncoder", {
            **stages(3, [8, 12, 16], n_blocks_per_stage=2, block=bottleneck, bottleneck_channels=4, squeeze_excitation=True,
                     stochastic_depth_p=0.3), **layers(3)}, 1, d3),
        ("pool_max", "PlainConvEncoder", {**stages(3, [4, 6, 8], n_conv_per_stage=[1, 2, 1], pool="max",
                                                   strides=[[1, 1, 1], [1, 2, 2], [2, 2, 2]]), **layers(3)}, 1, [11, 13, 16]),
        ("pool_avg_2d", "PlainConvEncoder", {**stages(3, [4, 6, 8], dim=2, n_conv_per_stage=1, pool="avg"), **layers(2)}, 1, d2),
        ("residual_pool_max", "ResidualEncoder", {**stages(3, [4, 6, 6], n_blocks_per_stage=[1, 2, 1], pool_type="max"), **layers(3)},
         1, [16, 13, 18]),
        ("residual_pool_avg", "ResidualEncoder", {**stages(3, [4, 6, 8], n_blocks_per_stage=1, pool_type="avg",
                                                           squeeze_excitation=True), **layers(3)}, 1, d3),
        ("no_stem", "ResidualEncoder", {**stages(3, [4, 6, 8], n_blocks_per_stage=1, disable_default_stem=True), **layers(3)}, 2, d3),
    ]
    for nonlin, kwargs in (("GELU", {"approximate": "tanh"}), ("SELU", None), ("CELU", {"alpha": 0.5}), ("Hardswish", None),
                           ("Tanh", None), ("Sigmoid", None), ("ReLU6", {"inplace": True}), (None, None)):
        cases.append((f"nonlin_{nonlin}", "PlainConvEncoder",
                      {**stages(2, [4, 6], n_conv_per_stage=1), **layers(3, nonlin=nonlin, nonlin_kwargs=kwargs)}, 1, [8, 8, 8]))
    return cases


def noise_tolerance(value, exact, floor_ulp):
    noise = float(np.abs(value.double().numpy() - exact.numpy()).max())
    scale = float(exact.abs().max())
    return {"abs": max(10 * noise, floor_ulp * scale * 2 ** -23), "measured_noise": noise, "value_range": scale}


def stage_outputs(network, x):
    with torch.no_grad():
        outputs = list(network.encoder(x))
    return outputs + [outputs[-1].mean(tuple(range(2, x.ndim)))]


def add_forward(out, name, checkpoint, network, exact, x):
    files, infos = {"input": out.npy(f"forward/{name}/input.npy", x.numpy())}, []
    values, truth = stage_outputs(network, x), stage_outputs(exact, x.double())
    for i, (value, true) in enumerate(zip(values, truth)):
        key = f"stage_{i}" if i + 1 < len(values) else "pooled"
        files[key] = out.npy(f"forward/{name}/{key}.npy", value.numpy())
        infos.append({"name": key, "shape": list(value.shape), "stored": "full", "tolerance": noise_tolerance(value, true, 32)})
    worst = max((i["tolerance"] for i in infos), key=lambda t: t["abs"])
    out.add("forward", "forward", name, files,
            {"model": name, "checkpoint": checkpoint, "input_shape": list(x.shape), "mode": "eval", "outputs": infos}, worst)


def gradients(network, x, weight, wanted):
    network.zero_grad(set_to_none=True)
    last = network.encoder(x)[-1]
    (last.mean(tuple(range(2, x.ndim))) * weight.to(x.dtype)).sum().backward()
    parameters = dict(network.named_parameters(remove_duplicate=False))
    return {key: parameters[key].grad.clone() for key in wanted}


def add_gradient(out, name, checkpoint, network, exact, x):
    """Of the first and last convolution, the first norm, and what only some networks have."""
    keys = [k for k, _ in network.encoder.named_parameters() if ".all_modules." not in k]
    convs = [k for k in keys if k.endswith("conv.weight")]
    wanted = {"first_conv": convs[0], "last_conv": convs[-1]}
    for label, part in (("first_norm", ".norm.weight"), ("squeeze", "fc1.weight"), ("third", ".conv3.conv.weight")):
        wanted.update({label: k for k in keys[::-1] if k.endswith(part)})
    channels = network.encoder.output_channels
    channels = channels[-1] if isinstance(channels, (list, tuple)) else channels
    files, infos = {"input": out.npy(f"forward/gradient_{name}/input.npy", x.numpy())}, []
    paths = {label: "encoder." + key for label, key in wanted.items()}
    for tag, weight in (("sum", torch.ones(channels)), ("weighted", torch.linspace(-1, 1, channels, dtype=torch.float64))):
        values, truth = (gradients(n, v, weight, paths.values()) for n, v in ((network, x), (exact, x.double())))
        for label, key in paths.items():
            role = f"{tag}_{label}"
            files[role] = out.npy(f"forward/gradient_{name}/{role}.npy", values[key].numpy())
            infos.append({"name": role, "parameter": key, "shape": list(values[key].shape),
                          "tolerance": noise_tolerance(values[key], truth[key], 64)})
    worst = max((i["tolerance"] for i in infos), key=lambda t: t["abs"])
    out.add("forward", "gradient", f"gradient_{name}", files, {"model": name, "checkpoint": checkpoint, "outputs": infos,
                                                               "input_shape": list(x.shape)}, worst)


def write_network(out, name, document):
    path = f"models/{name}/checkpoint_final.pth"
    torch.save(document, out.path(path))
    return path


def write_networks(out, seed):
    for i, (name, cls, kwargs, channels, size) in enumerate(network_cases()):
        network = build(cls, kwargs, channels, seed + 100 + i)
        exact = copy.deepcopy(network).double()
        weights = dict(network.state_dict())
        checkpoint = write_network(out, name, checkpoint_of(weights, plans_of(cls, kwargs, channels, len(size)), channels))
        out.add("models", "checkpoint_variant", name, {"checkpoint": checkpoint}, {"sha256": hashes_of(weights)}, {"abs": 0.0})
        x = torch.randn([2, channels, *size], generator=torch.Generator().manual_seed(seed + i))
        add_forward(out, name, checkpoint, network, exact, x)
        add_gradient(out, name, checkpoint, network, exact, x)
    write_cascade(out, seed)


def write_cascade(out, seed):
    """Two images and the two labels of a first stage; what is left without the latter."""
    kwargs = {**stages(2, [4, 6], n_conv_per_stage=1), **layers(3)}
    network = build("PlainConvUNet", kwargs, 4, seed + 90)
    plans = plans_of("PlainConvUNet", kwargs, 2, 3, previous_stage="3d_lowres")
    checkpoint = write_network(out, "cascade", checkpoint_of(dict(network.state_dict()), plans, 2))
    shortened = build("PlainConvUNet", kwargs, 2, seed)
    state = network.state_dict()
    shortened.load_state_dict({k: v[:, :2] if v.ndim > 1 and v.shape[1] == 4 and "stages.0.0.convs.0" in k and "coder.stages" not in
                               k.replace("encoder.stages", "") else v for k, v in state.items()})
    x = torch.randn([1, 2, 8, 8, 8], generator=torch.Generator().manual_seed(seed))
    add_forward(out, "cascade", checkpoint, shortened.eval(), copy.deepcopy(shortened).double().eval(), x)


def write_full_size(folder, seed):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, cls, depth in (("plainconv_31M", "PlainConvUNet", {"n_conv_per_stage": 2, "n_conv_per_stage_decoder": 2}),
                             ("resenc_l_102M", "ResidualEncoderUNet", {"n_blocks_per_stage": [1, 3, 4, 6, 6, 6]})):
        kwargs = {**stages(6, [32, 64, 128, 256, 320, 320]), **depth, **layers(3)}
        network = build(cls, kwargs, 1, seed)
        weights = network.state_dict()
        torch.save(checkpoint_of(weights, plans_of(cls, kwargs, 1, 3), 1, momentum=True), folder / f"{name}.pth")
        (folder / f"{name}.json").write_text(json.dumps(hashes_of(weights), indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out")
    parser.add_argument("--full-size", metavar="FOLDER")
    parser.add_argument("--only", choices=("variants", "networks"))
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.full_size:
        write_full_size(arguments.full_size, arguments.seed)
    if arguments.out:
        out = Output(arguments.out)
        if arguments.only != "networks":
            crossed_variants(out, arguments.seed)
            other_variants(out, arguments.seed)
        if arguments.only != "variants":
            write_networks(out, arguments.seed)
        out.close(arguments.seed)


if __name__ == "__main__":
    main()
