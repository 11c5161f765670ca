// SPDX-License-Identifier: Apache-2.0
#include "core/training/augment_preview.h"

#include "core/training/training_input.h"

#include <utility>

namespace nidus {
namespace {

std::vector<float> middleSlice(const PlanImage& image) {
    const auto size = static_cast<std::size_t>(image.shape[1] * image.shape[2]);
    const auto from =
        image.voxels.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(image.shape[0] / 2) * size);
    return {from, from + static_cast<std::ptrdiff_t>(size)};
}

/// The box around the middle patch of a case.
CaseWindow middleOf(const CaseWindow& whole, const std::array<std::int64_t, 3>& patch,
                    const std::array<std::int64_t, 3>& box) {
    std::array<std::int64_t, 3> start{};
    for (std::size_t axis = 0; axis < 3; ++axis)
        start[axis] = (whole.image.shape[axis] - patch[axis]) / 2;
    return boxAround(whole, start, patch, box);
}

} // namespace

AugmentationPreview previewAugmentation(const SampleCase& sample, const Recipe& recipe, int count, std::uint32_t draw,
                                        const JobControl& control) {
    FineTuneTask task;
    task.encoder.architecture = sample.architecture;
    task.input = sample.input;
    task.recipe = recipe;
    const int dimension = sample.architecture.dimension;
    const CaseWindow whole = paddedCase(sample.prepared, sample.input, dimension);
    const std::array<std::int64_t, 3> patch = windowShape(whole, sample.input, dimension);
    const bool isWhole = whole.image.shape == patch;
    const CaseWindow window = isWhole ? whole : middleOf(whole, patch, boxShape(task, patch));
    AugmentationPreview preview;
    preview.rows = patch[1];
    preview.columns = patch[2];
    preview.spacing = {sample.prepared.image.spacing[1], sample.prepared.image.spacing[2]};
    preview.original.values = middleSlice(isWhole ? whole.image : middleOf(whole, patch, patch).image);
    for (int k = 0; k < count; ++k) {
        control.step(static_cast<double>(k) / count, "Augmenting: view " + std::to_string(k + 1));
        const RandomKey key{.seed = recipe.seed,
                            .purpose = Purpose::Augmentation,
                            .epoch = draw,
                            .view = static_cast<std::uint32_t>(k)};
        CaseWindow changed = augmentedWindow(task, window, patch, key);
        preview.augmented.push_back({middleSlice(changed.image), std::move(changed.transforms)});
    }
    return preview;
}

} // namespace nidus
