// SPDX-License-Identifier: Apache-2.0
#include "core/model/case_windows.h"

#include "core/base/error.h"
#include "core/imaging/pad.h"
#include "core/statistics/evaluation.h"

#include <algorithm>
#include <cstdlib>

namespace nidus {

CaseWindow paddedCase(const PreprocessedCase& preprocessed, const NetworkInput& input, int dimension) {
    std::array<std::int64_t, 3> shape = preprocessed.image.shape;
    for (std::size_t axis = dimension == 2 ? 1 : 0; axis < 3; ++axis)
        shape[axis] = std::max(shape[axis], input.size[axis]);
    if (shape == preprocessed.image.shape)
        return {preprocessed.image, preprocessed.nonzero, {}};
    return {padded(preprocessed.image, shape), padded(preprocessed.nonzero, preprocessed.image.shape, shape), {}};
}

std::array<std::int64_t, 3> windowShape(const CaseWindow& whole, const NetworkInput& input, int dimension) {
    return {dimension == 2 ? whole.image.shape[0] : input.size[0], input.size[1], input.size[2]};
}

std::vector<std::array<std::int64_t, 3>> windowPlaces(const std::array<std::int64_t, 3>& whole,
                                                      const std::array<std::int64_t, 3>& window) {
    std::vector<std::array<std::int64_t, 3>> places;
    for (const std::int64_t z : windowStarts(whole[0], window[0]))
        for (const std::int64_t y : windowStarts(whole[1], window[1]))
            for (const std::int64_t x : windowStarts(whole[2], window[2]))
                places.push_back({z, y, x});
    return places;
}

CaseWindow windowAt(const CaseWindow& whole, const std::array<std::int64_t, 3>& start,
                    const std::array<std::int64_t, 3>& shape) {
    return {
        cropped(whole.image, start, shape), cropped(whole.nonzero, whole.image.shape, start, shape), {}, true, start};
}

std::vector<CaseWindow> windowsOf(const PreprocessedCase& preprocessed, const NetworkInput& input,
                                  const EncoderArchitecture& architecture) {
    if (preprocessed.image.channels != architecture.inputChannels)
        throw Error("ENG-004", "The case has " + std::to_string(preprocessed.image.channels)
                                   + " channels, the network needs " + std::to_string(architecture.inputChannels)
                                   + ". Prepare the case again with the current model.");
    CaseWindow whole = paddedCase(preprocessed, input, architecture.dimension);
    const std::array<std::int64_t, 3> shape = windowShape(whole, input, architecture.dimension);
    std::vector<CaseWindow> windows;
    if (shape == whole.image.shape) {
        windows.push_back(std::move(whole));
        return windows;
    }
    for (const std::array<std::int64_t, 3>& start : windowPlaces(whole.image.shape, shape))
        windows.push_back(windowAt(whole, start, shape));
    return windows;
}

std::vector<double> windowShares(std::span<const float> attention) {
    return softmax({attention.begin(), attention.end()});
}

std::vector<double> weighed(std::span<const float> rows, std::span<const double> shares) {
    std::vector<double> sum(rows.size() / shares.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        sum[i % sum.size()] += static_cast<double>(rows[i]) * shares[i / sum.size()];
    return sum;
}

std::size_t itemsAhead() {
    const char* text = std::getenv("NIDUS_PREFETCH");
    return text == nullptr ? 1 : static_cast<std::size_t>(std::clamp(std::atoi(text), 0, 64));
}

} // namespace nidus
