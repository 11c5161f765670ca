// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nidus {

/// How stage outputs become one vector per case (DESIGN.md section 7).
/// Multi: mean and max of every stage (for each stage its means, then its maxima); MultiMean: mean of every stage;
/// PreNorm: mean and standard deviation (n - 1) of every convolution before its norm, which takes the amplitude away;
/// Foreground: mean of every stage over the nonzero mask, then the foreground fraction; Grid: the last stage averaged
/// to 2 x 2 x 2; MeanMax: mean and max of the last stage; Gap: mean of the last stage. All take the mean over the
/// windows of a case that is larger than the input but Attention: Multi, whose windows fine-tuning learns to weigh
/// (GatedAttention). Auto, in recipes alone: the one whose probe has the smallest inner log-loss, chosen anew for each
/// outer fold within its training cases; not Attention, which a probe cannot tell from Multi.
enum class HeadKind { Multi, MultiMean, PreNorm, Foreground, Grid, MeanMax, Gap, Attention, Auto };

[[nodiscard]] const char* headKindName(HeadKind kind) noexcept;
[[nodiscard]] HeadKind headKindFromName(const std::string& name); ///< of a network, not Auto; throws Error TRN-001
/// What a recipe with this head chooses from, the default first.
[[nodiscard]] std::vector<HeadKind> headCandidates(HeadKind head);

/// nnU-Net's training augmentation (nnUNetTrainer.get_training_transforms); zoom off unless size does not matter.
struct AugmentationRecipe {
    bool enabled = true;
    double rotationProbability = 0.2;
    double rotationDegrees = 30; ///< about each axis, uniform in +-; with dummy-2D +-180 in plane
    double zoomProbability = 0;  ///< nnU-Net: 0.2
    double zoomLow = 0.7, zoomHigh = 1.4;
    double noiseProbability = 0.1, noiseStdHigh = 0.1;
    double blurProbability = 0.2, blurSigmaLow = 0.5, blurSigmaHigh = 1.0;
    double brightnessProbability = 0.15, brightnessLow = 0.75, brightnessHigh = 1.25;
    double contrastProbability = 0.15, contrastLow = 0.75, contrastHigh = 1.25;
    double lowResolutionProbability = 0.25, lowResolutionLow = 0.5;
    double invertedGammaProbability = 0.1, gammaProbability = 0.3, gammaLow = 0.7, gammaHigh = 1.5;
    std::vector<int> mirrorAxes; ///< plan axes; each flipped with probability 0.5; empty: none
    bool operator==(const AugmentationRecipe&) const = default;
};

/// A span of epochs with a fixed number of open encoder stages, counted from the deepest; 0: the head alone, more than
/// the encoder has: all of them.
struct UnfreezePhase {
    int openStages = 1;
    int epochs = 5;
    bool operator==(const UnfreezePhase&) const = default;
};

/// AdamW with betas 0.9 and 0.999; or SGD with Nesterov momentum as nnU-Net trains.
enum class Optimizer { AdamW, Sgd };

/// How a learning rate falls after its warm-up: Cosine at every step, Polynomial once per epoch as nnU-Net's trainer
/// does (polynomialRate).
enum class RateSchedule { Cosine, Polynomial };

enum class Keep { Best, Probe, Finetuned };
/// Of the convolutions; weights, sums and what the optimiser remembers are float32. Float16 scales the loss
/// (LossScale).
enum class Precision { Float32, Bfloat16, Float16 };

[[nodiscard]] const char* precisionName(Precision precision) noexcept; ///< "float32", "bfloat16", "float16"
[[nodiscard]] Precision precisionFromName(const std::string& name);    ///< throws Error TRN-001

/// Every knob of a run; saved in job.json. Defaults are those of the preset "balanced".
struct Recipe {
    std::string preset = "balanced";
    bool pretrained = true; ///< false: random encoder weights, drawn from `seed`
    HeadKind head = HeadKind::Multi;
    bool probe = true; ///< initialise the head from the logistic regression; else zero weights, no standardiser
    std::vector<double> probePenalties{1e-4, 1e-3, 1e-2, 1e-1, 1.0}; ///< C
    std::vector<UnfreezePhase> phases{{1, 5}, {2, 3}};               ///< empty: the probe alone
    Optimizer optimizer = Optimizer::AdamW;
    double momentum = 0.99; ///< of SGD; nnU-Net's
    double headLearningRate = 1e-4;
    double encoderLearningRate = 1e-4;
    RateSchedule schedule = RateSchedule::Cosine;
    double layerDecay = 0.8; ///< rate of a stage = encoder rate * decay^(stages above it that are deeper)
    double weightDecay = 1e-2;
    int warmupSteps = 4;      ///< optimiser steps, linear, for each group since it opened
    int batch = 4;            ///< cases (Attention: windows) that go through the open part of the network together
    int accumulation = 1;     ///< batches per optimiser step
    double gradientClip = 12; ///< global L2 norm
    double dropout = 0.3;     ///< on the standardised features
    double labelSmoothing = 0;
    /// Decay per optimiser step of the exponential moving average of the open weights, which is then what validation
    /// sees and the fit returns; 0: the weights themselves.
    double weightAverage = 0;
    AugmentationRecipe augmentation;
    /// Fixed augmented views of each case, drawn once for all folds, fits and seeds: epoch e sees view e mod views, and
    /// what the closed stages make of it is kept on disk. 0: a new draw for every fit and epoch.
    int views = 8;
    Keep keep = Keep::Best;
    int members = 1; ///< refits per outer fold with other random draws, whose calibrated logits are averaged
    int innerFolds = 3;
    /// False: no inner fits; all epochs are run and the temperature is 1, as most published recipes do.
    bool selectEpochs = true;
    int folds = 5;      ///< outer folds where the project gives none
    double holdout = 0; ///< share of the cases that is tested once, in place of folds; 0: folds
    Precision precision = Precision::Bfloat16;
    std::uint64_t seed = 0;

    bool operator==(const Recipe&) const = default;
};

/// The recipe file recipes/NAME.json of resourceFolder(). Throws Error TRN-002 (no such preset), FIL-006, and those of
/// recipeFromJson().
[[nodiscard]] Recipe recipePreset(const std::string& name);
/// "quick" (the probe alone), "balanced", "thorough" (balanced, three members per fold), "textbook" (mean of the last
/// stage, no standardiser, head from zero), "random-encoder" (balanced without transfer), "scratch" (all weights
/// trained from random ones), "nnunet-sgd" and "openmind" (as MeisenMeister and SSL3D_classification train).
[[nodiscard]] std::vector<std::string> recipePresets();

/// JSON with every field (format 2); reading accepts a subset over the defaults of its "preset". Throws Error TRN-003
/// (unknown key, wrong type), TRN-004 (value out of range, named).
[[nodiscard]] std::string toJson(const Recipe& recipe);
[[nodiscard]] Recipe recipeFromJson(const std::string& json);

/// Cases per optimiser step: batch x accumulation.
[[nodiscard]] inline int casesPerStep(const Recipe& recipe) noexcept {
    return recipe.batch * recipe.accumulation;
}

} // namespace nidus
