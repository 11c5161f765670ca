// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_cost.h"

#include "core/model/case_windows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace nidus {
namespace {

/// How much longer the way back through the open part takes than the way forwards.
constexpr double kBackward = 2;

// Of estimatedMemory(), see there.
constexpr double kProgram = 250e6; // measured: 0.15 GB without a window, 0.1 GB for it
constexpr double kBytesPerWeight = 4, kBytesPerOpenWeight = 20, kBytesPerImageVoxel = 8;
constexpr double kClosedOutputs = 6, kKeptPerConvolution = 8;

/// Share of a forward pass that falls on the deepest stages: they are small, and each one above takes about three times
/// as long.
double openShare(int openStages) {
    constexpr double kDeepest = 0.02, kGrowth = 3;
    return openStages == 0 ? 0 : std::min(1.0, kDeepest * std::pow(kGrowth, openStages - 1));
}

/// Of an output of one convolution of a stage: features times voxels. The slices of a 2-D network go through together.
double elementsOf(const EncoderArchitecture& a, const std::array<std::int64_t, 3>& size, std::size_t stage) {
    double voxels = static_cast<double>(size[0]) * static_cast<double>(size[1]) * static_cast<double>(size[2]);
    for (std::size_t s = 0; s <= stage; ++s)
        for (const std::int64_t stride : a.strides[s])
            voxels /= static_cast<double>(stride);
    return voxels * static_cast<double>(a.featuresPerStage[stage]);
}

double convolutionsOf(const EncoderArchitecture& a, std::size_t stage) {
    const double perBlock = a.encoderClass == EncoderClass::PlainConv ? 1 : a.bottleneckChannels.empty() ? 2 : 3;
    return perBlock * static_cast<double>(a.convsOrBlocksPerStage[stage]);
}

double weightsFrom(const EncoderArchitecture& a, int firstStage) {
    double weights = 0;
    for (const EncoderTensor& tensor : encoderTensors(a)) {
        if (tensor.isBuffer || stageOf(tensor.name) < firstStage)
            continue;
        double size = 1;
        for (const std::int64_t n : tensor.shape)
            size *= static_cast<double>(n);
        weights += size;
    }
    return weights;
}

/// Share of the windows of a case that a step sees.
double windowShare(const Recipe& recipe, const RunCosts& costs) {
    return recipe.head == HeadKind::Attention ? 1 : 1.0 / costs.windows;
}

} // namespace

double estimatedMemory(const Recipe& recipe, const RunCosts& costs) {
    const EncoderArchitecture& a = costs.architecture;
    const int stages = static_cast<int>(a.featuresPerStage.size());
    int open = 0, longestPhase = 1;
    for (const UnfreezePhase& phase : recipe.phases) {
        open = std::min(stages, std::max(open, phase.openStages));
        longestPhase = std::max(longestPhase, phase.epochs);
    }
    const int firstOpen = stages - open;
    const double perElement = recipe.precision == Precision::Float32 ? 4 : 2;
    double closed = 0, kept = 0;
    for (int stage = 0; stage < stages; ++stage) {
        const auto s = static_cast<std::size_t>(stage);
        const double elements = elementsOf(a, costs.inputSize, s);
        closed = std::max(closed, elements); // the frozen network sees every case at the start
        if (stage >= firstOpen)
            kept += convolutionsOf(a, s) * elements;
    }
    const double voxels = static_cast<double>(costs.inputSize[0]) * static_cast<double>(costs.inputSize[1])
                          * static_cast<double>(costs.inputSize[2]) * static_cast<double>(a.inputChannels);
    const double windows = costs.windows;
    double atOnce = windows, waiting = 0;
    if (!recipe.phases.empty()) {
        const double views = std::min(std::max(recipe.views, 1), longestPhase);
        atOnce = std::max(windows, views * windows * windowShare(recipe, costs));
        const double elements =
            firstOpen > 0 ? elementsOf(a, costs.inputSize, static_cast<std::size_t>(firstOpen - 1)) : voxels;
        waiting = recipe.batch * (windows - 1) * elements;
    }
    const double images = kBytesPerImageVoxel * voxels * atOnce * (static_cast<double>(itemsAhead()) + 1);
    return kProgram + kBytesPerWeight * weightsFrom(a, 0) + kBytesPerOpenWeight * weightsFrom(a, firstOpen) + images
           + perElement * (kClosedOutputs * closed + kKeptPerConvolution * recipe.batch * kept + waiting);
}

double estimatedSeconds(const Recipe& recipe, const RunCosts& costs) {
    const double cases = costs.cases, forward = costs.forwardSeconds;
    double seconds = costs.unprepared * costs.prepareSeconds + cases * forward;
    if (recipe.phases.empty())
        return seconds;
    const double outerFolds = recipe.holdout > 0 ? 1 : recipe.folds;
    const double training =
        recipe.holdout > 0 ? cases * (1 - recipe.holdout) : cases * (recipe.folds - 1) / recipe.folds;
    const double innerShare = recipe.selectEpochs && recipe.innerFolds > 1
                                  ? static_cast<double>(recipe.innerFolds - 1) / recipe.innerFolds
                                  : 0;
    const double share = windowShare(recipe, costs);
    const bool goesTwice = share * costs.windows > recipe.batch;
    const double forwardAndBackward = (goesTwice ? 2 : 1) + kBackward;
    int epochs = 0;
    for (const UnfreezePhase& phase : recipe.phases) {
        epochs += phase.epochs;
        // Cases that go through training steps in one epoch of all fits of one outer fold, and those that validate.
        const double steps = training * (innerShare * recipe.innerFolds + recipe.members);
        const double validated = innerShare > 0 ? training : 0;
        // With fixed views the closed stages are computed once for all fits, and of unchanged cases once for all.
        const double open = openShare(phase.openStages), closed = recipe.views > 0 ? 0 : 1 - open;
        seconds += outerFolds * phase.epochs * forward
                   * (steps * share * (closed + forwardAndBackward * open) + validated * (closed + open));
    }
    if (recipe.views > 0)
        seconds += cases * std::min(recipe.views, epochs) * share * forward; // once for all folds
    return seconds + cases * recipe.members * forward;                       // the test cases
}

} // namespace nidus
