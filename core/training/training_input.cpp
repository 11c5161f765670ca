// SPDX-License-Identifier: Apache-2.0
#include "core/training/training_input.h"

#include "core/base/error.h"
#include "core/imaging/case_file.h"
#include "core/training/augment.h"

#include <algorithm>

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

CaseWindow randomWindow(CaseWindow whole, const FineTuneTask& task, const RandomKey& key) {
    const std::array<std::int64_t, 3> shape = windowShape(whole, task.input, task.encoder.architecture.dimension);
    if (shape == whole.image.shape)
        return whole;
    Random random(key);
    std::array<std::int64_t, 3> start{};
    for (std::size_t axis = 0; axis < 3; ++axis)
        start[axis] = static_cast<std::int64_t>(
            random.below(static_cast<std::uint64_t>(whole.image.shape[axis] - shape[axis] + 1)));
    return windowAt(whole, start, shape);
}

/// The mask moved as the image was: by the spatial transform and the mirroring alone.
std::vector<std::uint8_t> movedMask(const CaseWindow& window, const AugmentationDraw& draw) {
    if (!draw.spatial && draw.mirror == std::array<bool, 3>{})
        return window.nonzero;
    AugmentationDraw motion;
    motion.spatial = draw.spatial;
    motion.mirror = draw.mirror;
    PlanImage mask{1, window.image.shape, window.image.spacing, {window.nonzero.begin(), window.nonzero.end()}};
    mask = augmented(mask, window.nonzero, {false}, motion);
    std::vector<std::uint8_t> moved(mask.voxels.size());
    std::transform(mask.voxels.begin(), mask.voxels.end(), moved.begin(),
                   [](float share) { return static_cast<std::uint8_t>(share >= 0.5F); });
    return moved;
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

CaseWindow trainingWindow(const FineTuneTask& task, const TrainingCase& trainingCase, int epoch) {
    return namingCase(trainingCase.id, [&] {
        const PreprocessedCase preprocessed = readCaseFile(trainingCase.file);
        const EncoderArchitecture& architecture = task.encoder.architecture;
        checkChannels(preprocessed.image, architecture);
        CaseWindow window = randomWindow(paddedCase(preprocessed, task.input, architecture.dimension), task,
                                         fitKey(task, Purpose::Window, epoch, trainingCase.index));
        if (!task.recipe.augmentation.enabled)
            return window;
        // The slices of a 2-D network turn in their plane only, which is what a patch of thickness 1 says.
        std::array<std::int64_t, 3> patch = window.image.shape;
        if (architecture.dimension == 2)
            patch[0] = 1;
        const AugmentationDraw draw =
            drawAugmentation(task.recipe.augmentation, static_cast<int>(window.image.channels), patch,
                             fitKey(task, Purpose::Augmentation, epoch, trainingCase.index));
        CaseWindow changed;
        changed.isPart = window.isPart;
        changed.transforms = draw.names();
        changed.image = augmented(window.image, window.nonzero, task.input.maskedChannels, draw);
        changed.nonzero = task.head.kind == HeadKind::Foreground ? movedMask(window, draw) : std::move(window.nonzero);
        return changed;
    });
}

std::vector<CaseWindow> validationWindows(const FineTuneTask& task, const TrainingCase& validationCase) {
    return namingCase(validationCase.id, [&] {
        return windowsOf(readCaseFile(validationCase.file), task.input, task.encoder.architecture);
    });
}

} // namespace nidus
