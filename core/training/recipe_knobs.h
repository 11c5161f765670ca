// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/recipe.h"

#include <limits>
#include <utility>
#include <vector>

/// The one list of all knobs of a recipe: JSON and forms are made from it. For the sources of recipes alone.
namespace nidus::knobs {

template <class Value>
using Names = std::vector<std::pair<Value, const char*>>;

inline const Names<HeadKind>& headKinds() {
    static const Names<HeadKind> names{{HeadKind::Multi, "multi"},     {HeadKind::MultiMean, "multimean"},
                                       {HeadKind::PreNorm, "prenorm"}, {HeadKind::Foreground, "foreground"},
                                       {HeadKind::Grid, "grid"},       {HeadKind::MeanMax, "meanmax"},
                                       {HeadKind::Gap, "gap"},         {HeadKind::Attention, "attention"}};
    return names;
}

inline const Names<HeadKind>& recipeHeads() {
    static const Names<HeadKind> names = [] {
        Names<HeadKind> all = headKinds();
        all.emplace_back(HeadKind::Auto, "auto");
        return all;
    }();
    return names;
}

inline const Names<Keep>& keeps() {
    static const Names<Keep> names{{Keep::Best, "best"}, {Keep::Probe, "probe"}, {Keep::Finetuned, "finetuned"}};
    return names;
}

inline const Names<Optimizer>& optimizers() {
    static const Names<Optimizer> names{{Optimizer::AdamW, "adamw"}, {Optimizer::Sgd, "sgd"}};
    return names;
}

inline const Names<RateSchedule>& schedules() {
    static const Names<RateSchedule> names{{RateSchedule::Cosine, "cosine"}, {RateSchedule::Polynomial, "polynomial"}};
    return names;
}

inline const Names<Precision>& precisions() {
    static const Names<Precision> names{
        {Precision::Float32, "float32"}, {Precision::Bfloat16, "bfloat16"}, {Precision::Float16, "float16"}};
    return names;
}

/// Numbers outside [low, high] are refused by name.
struct Range {
    double low = 0, high = std::numeric_limits<double>::infinity();
};

inline constexpr Range kProbability{0, 1};
inline constexpr Range kRate{0, 10};

/// Calls visit(key, field, range or names) for every field, in the order of the JSON.
template <class Augmentation, class Visitor>
void visitAugmentation(Augmentation& a, Visitor&& visit) {
    visit("enabled", a.enabled);
    visit("rotation_probability", a.rotationProbability, kProbability);
    visit("rotation_degrees", a.rotationDegrees, Range{0, 180});
    visit("zoom_probability", a.zoomProbability, kProbability);
    visit("zoom_low", a.zoomLow, Range{0.1, 10});
    visit("zoom_high", a.zoomHigh, Range{0.1, 10});
    visit("noise_probability", a.noiseProbability, kProbability);
    visit("noise_std_high", a.noiseStdHigh, Range{0, 10});
    visit("blur_probability", a.blurProbability, kProbability);
    visit("blur_sigma_low", a.blurSigmaLow, Range{0, 20});
    visit("blur_sigma_high", a.blurSigmaHigh, Range{0, 20});
    visit("brightness_probability", a.brightnessProbability, kProbability);
    visit("brightness_low", a.brightnessLow, Range{0, 10});
    visit("brightness_high", a.brightnessHigh, Range{0, 10});
    visit("contrast_probability", a.contrastProbability, kProbability);
    visit("contrast_low", a.contrastLow, Range{0, 10});
    visit("contrast_high", a.contrastHigh, Range{0, 10});
    visit("low_resolution_probability", a.lowResolutionProbability, kProbability);
    visit("low_resolution_low", a.lowResolutionLow, Range{0.05, 1});
    visit("inverted_gamma_probability", a.invertedGammaProbability, kProbability);
    visit("gamma_probability", a.gammaProbability, kProbability);
    visit("gamma_low", a.gammaLow, Range{0.05, 10});
    visit("gamma_high", a.gammaHigh, Range{0.05, 10});
    visit("mirror_axes", a.mirrorAxes, Range{0, 2});
}

template <class AnyRecipe, class Visitor>
void visitRecipe(AnyRecipe& r, Visitor&& visit) {
    visit("pretrained", r.pretrained);
    visit("head", r.head, recipeHeads());
    visit("probe", r.probe);
    visit("probe_penalties", r.probePenalties, Range{1e-12, 1e12});
    visit("phases", r.phases);
    visit("optimizer", r.optimizer, optimizers());
    visit("momentum", r.momentum, Range{0, 0.9999});
    visit("head_learning_rate", r.headLearningRate, kRate);
    visit("encoder_learning_rate", r.encoderLearningRate, kRate);
    visit("schedule", r.schedule, schedules());
    visit("layer_decay", r.layerDecay, Range{0, 1});
    visit("weight_decay", r.weightDecay, Range{0, 10});
    visit("warmup_steps", r.warmupSteps, Range{0, 1e6});
    visit("batch", r.batch, Range{1, 4096});
    visit("accumulation", r.accumulation, Range{1, 4096});
    visit("gradient_clip", r.gradientClip, Range{1e-6, 1e9});
    visit("dropout", r.dropout, Range{0, 0.99});
    visit("label_smoothing", r.labelSmoothing, Range{0, 0.99});
    visit("weight_average", r.weightAverage, Range{0, 0.99999});
    visit("augmentation", r.augmentation);
    visit("views", r.views, Range{0, 10000});
    visit("keep", r.keep, keeps());
    visit("members", r.members, Range{1, 100});
    visit("inner_folds", r.innerFolds, Range{2, 20});
    visit("select_epochs", r.selectEpochs);
    visit("folds", r.folds, Range{2, 50});
    visit("holdout", r.holdout, Range{0, 0.5});
    visit("precision", r.precision, precisions());
    visit("seed", r.seed);
}

} // namespace nidus::knobs
