// SPDX-License-Identifier: Apache-2.0
#include "core/training/training_input.h"

#include "core/base/error.h"
#include "core/imaging/case_file.h"
#include "core/training/augment.h"
#include "core/training/patch_sampling.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace nidus {
namespace {

template <class Body>
auto namingCase(const std::string& id, Body&& body) {
    try {
        return body();
    } catch (const Error& error) {
        if (!error.caseId().empty())
            throw;
        throw Error(error.code(), error.what(), id);
    }
}

void checkChannels(const PlanImage& image, const EncoderArchitecture& architecture) {
    if (image.channels != architecture.inputChannels)
        throw Error("ENG-004", "The case has " + std::to_string(image.channels) + " channels, the network needs "
                                   + std::to_string(architecture.inputChannels)
                                   + ". Prepare the case again with the current model.");
}

/// A voxel of the case that is not background, all equally likely; the centre where there is none.
std::array<std::int64_t, 3> randomForegroundVoxel(const CaseWindow& whole, Random& random) {
    const std::array<std::int64_t, 3>& shape = whole.image.shape;
    const auto count = std::count_if(whole.nonzero.begin(), whole.nonzero.end(), [](auto v) { return v != 0; });
    if (count == 0)
        return {shape[0] / 2, shape[1] / 2, shape[2] / 2};
    auto skip = static_cast<std::ptrdiff_t>(random.below(static_cast<std::uint64_t>(count)));
    const auto found =
        std::find_if(whole.nonzero.begin(), whole.nonzero.end(), [&](auto v) { return v != 0 && skip-- == 0; });
    const auto at = static_cast<std::int64_t>(found - whole.nonzero.begin());
    return {at / (shape[1] * shape[2]), at / shape[2] % shape[1], at % shape[2]};
}

/// The key of what happens to one case in one epoch: of the fit, or of the fixed view, which all fits share.
RandomKey drawKey(const FineTuneTask& task, Purpose purpose, int epoch, const TrainingCase& trainingCase) {
    if (task.recipe.views == 0)
        return fitKey(task, purpose, epoch, trainingCase.index);
    const auto content = static_cast<std::uint32_t>(std::stoul(trainingCase.sha256.substr(0, 8), nullptr, 16));
    return {.purpose = purpose, .epoch = static_cast<std::uint32_t>(epoch % task.recipe.views), .caseIndex = content};
}

bool isForeground(const Recipe& recipe, int epoch, std::int64_t position) {
    constexpr int kThird = 3;
    return recipe.views == 0 ? isForegroundForced(position, casesPerStep(recipe))
                             : isForegroundForced(epoch % recipe.views % kThird, kThird);
}

/// A box at random out of a case that is larger than the patch, cut as nnU-Net's data loader does.
CaseWindow randomBox(const CaseWindow& whole, const std::array<std::int64_t, 3>& patch,
                     const std::array<std::int64_t, 3>& box, bool isForced, const RandomKey& key) {
    Random random(key);
    const auto voxel =
        isForced ? std::optional(randomForegroundVoxel(whole, random)) : std::optional<std::array<std::int64_t, 3>>();
    std::array<std::int64_t, 3> start{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const StartRange range = startRange(whole.image.shape[axis], box[axis], patch[axis]);
        start[axis] = voxel ? centredStart(range, (*voxel)[axis], box[axis])
                            : range.lowest
                                  + static_cast<std::int64_t>(
                                      random.below(static_cast<std::uint64_t>(range.highest - range.lowest + 1)));
    }
    return windowAt(whole, start, box);
}

/// The mask moved as the image was: by the spatial transform and the mirroring alone.
std::vector<std::uint8_t> movedMask(const CaseWindow& window, const AugmentationDraw& draw,
                                    const std::array<std::int64_t, 3>& patch) {
    AugmentationDraw motion;
    motion.spatial = draw.spatial;
    motion.mirror = draw.mirror;
    PlanImage mask{1, window.image.shape, window.image.spacing, {window.nonzero.begin(), window.nonzero.end()}};
    mask = augmented(mask, window.nonzero, {false}, motion, patch);
    std::vector<std::uint8_t> moved(mask.voxels.size());
    std::transform(mask.voxels.begin(), mask.voxels.end(), moved.begin(),
                   [](float share) { return static_cast<std::uint8_t>(share >= 0.5F); });
    return moved;
}

/// The slices of a 2-D network turn in their plane only, which is what a patch of thickness 1 says.
std::array<std::int64_t, 3> turnedShape(const FineTuneTask& task, std::array<std::int64_t, 3> patch) {
    if (task.encoder.architecture.dimension == 2)
        patch[0] = 1;
    return patch;
}

} // namespace

RandomKey fitKey(const FineTuneTask& task, Purpose purpose, int epoch, std::uint32_t caseIndex) {
    return {.seed = task.recipe.seed,
            .purpose = purpose,
            .fold = task.fold,
            .epoch = static_cast<std::uint32_t>(epoch),
            .caseIndex = caseIndex,
            .view = task.fitIndex};
}

std::array<std::int64_t, 3> boxShape(const FineTuneTask& task, const std::array<std::int64_t, 3>& patch) {
    if (!task.recipe.augmentation.enabled)
        return patch;
    const std::array<std::int64_t, 3> turned = turnedShape(task, patch);
    std::array<std::int64_t, 3> box =
        initialPatchSize(turned, largestRotation(task.recipe.augmentation, turned), usesDummy2d(turned));
    if (task.encoder.architecture.dimension == 2)
        box[0] = patch[0];
    return box;
}

CaseWindow boxAround(const CaseWindow& whole, const std::array<std::int64_t, 3>& start,
                     const std::array<std::int64_t, 3>& patch, const std::array<std::int64_t, 3>& box) {
    std::array<std::int64_t, 3> from = start;
    for (std::size_t axis = 0; axis < 3; ++axis)
        from[axis] -= (box[axis] - patch[axis]) / 2;
    return windowAt(whole, from, box);
}

CaseWindow augmentedWindow(const FineTuneTask& task, CaseWindow window, const std::array<std::int64_t, 3>& patch,
                           const RandomKey& key) {
    if (!task.recipe.augmentation.enabled)
        return window;
    const AugmentationDraw draw = drawAugmentation(task.recipe.augmentation, static_cast<int>(window.image.channels),
                                                   turnedShape(task, patch), key);
    CaseWindow changed;
    changed.isPart = window.isPart;
    changed.transforms = draw.names();
    changed.image = augmented(window.image, window.nonzero, task.input.maskedChannels, draw, patch);
    if (task.head.kind == HeadKind::Foreground)
        changed.nonzero = movedMask(window, draw, patch);
    return changed;
}

std::vector<CaseWindow> trainingWindows(const FineTuneTask& task, const TrainingCase& trainingCase, int epoch,
                                        std::int64_t position) {
    return namingCase(trainingCase.id, [&] {
        const PreprocessedCase preprocessed = readCaseFile(trainingCase.file);
        const EncoderArchitecture& architecture = task.encoder.architecture;
        checkChannels(preprocessed.image, architecture);
        CaseWindow whole = paddedCase(preprocessed, task.input, architecture.dimension);
        const std::array<std::int64_t, 3> patch = windowShape(whole, task.input, architecture.dimension);
        const std::array<std::int64_t, 3> box = boxShape(task, patch);
        std::vector<CaseWindow> windows;
        if (whole.image.shape == patch)
            windows.push_back(std::move(whole));
        else if (task.head.kind == HeadKind::Attention)
            for (const std::array<std::int64_t, 3>& start : windowPlaces(whole.image.shape, patch))
                windows.push_back(boxAround(whole, start, patch, box));
        else
            windows.push_back(randomBox(whole, patch, box, isForeground(task.recipe, epoch, position),
                                        drawKey(task, Purpose::Window, epoch, trainingCase)));
        for (CaseWindow& window : windows)
            window = augmentedWindow(task, std::move(window), patch,
                                     drawKey(task, Purpose::Augmentation, epoch, trainingCase));
        return windows;
    });
}

std::vector<int> phaseViews(const Recipe& recipe, int epoch) {
    std::set<int> views;
    int begin = 0;
    for (const UnfreezePhase& phase : recipe.phases) {
        if (epoch >= begin && epoch < begin + phase.epochs)
            for (int e = begin; e < begin + phase.epochs; ++e)
                views.insert(e % recipe.views);
        begin += phase.epochs;
    }
    return {views.begin(), views.end()};
}

std::vector<CaseWindow> validationWindows(const FineTuneTask& task, const TrainingCase& validationCase) {
    return namingCase(validationCase.id, [&] {
        return windowsOf(readCaseFile(validationCase.file), task.input, task.encoder.architecture);
    });
}

} // namespace nidus
