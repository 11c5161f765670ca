// SPDX-License-Identifier: Apache-2.0
#include "core/model/segmentation_torch.h"

#include "core/imaging/pad.h"
#include "core/model/compute_torch.h"
#include "core/model/encoder_torch.h"
#include "core/model/sliding_window.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <numeric>

namespace nidus::compute {
namespace {

class Network {
public:
    Network(const SegmentationNetwork& network, at::Device device) : m_encoder(network.encoder, device) {
        for (const SegmentationNetwork::Stage& stage : network.stages) {
            const at::Tensor bias = stage.upBias.values.empty() ? at::Tensor() : toDevice(stage.upBias, device);
            m_stages.push_back(
                {toDevice(stage.upWeight, device), bias, stage.stride, Encoder(stage.convolutions, device)});
        }
        m_headWeight = toDevice(network.headWeight, device);
        m_headBias = toDevice(network.headBias, device);
    }

    [[nodiscard]] int dimension() const noexcept { return m_encoder.architecture().dimension; }

    /// [N, C, spatial...] to [N, heads, spatial...].
    [[nodiscard]] at::Tensor logits(at::Tensor x) const {
        std::vector<at::Tensor> skips;
        for (int stage = 0; stage < m_encoder.stageCount(); ++stage)
            skips.push_back(x = m_encoder.runStage(stage, x));
        for (const Stage& stage : m_stages) {
            skips.pop_back();
            x = dimension() == 2 ? at::conv_transpose2d(x, stage.upWeight, stage.upBias, stage.stride)
                                 : at::conv_transpose3d(x, stage.upWeight, stage.upBias, stage.stride);
            x = stage.convolutions.runStage(0, at::cat({x, skips.back()}, 1));
        }
        return dimension() == 2 ? at::conv2d(x, m_headWeight, m_headBias) : at::conv3d(x, m_headWeight, m_headBias);
    }

private:
    struct Stage {
        at::Tensor upWeight, upBias;
        std::vector<std::int64_t> stride;
        Encoder convolutions;
    };
    Encoder m_encoder;
    std::vector<Stage> m_stages;
    at::Tensor m_headWeight, m_headBias;
};

/// Mean of the logits over the mirrored passes; axes count from the first spatial one.
at::Tensor mirroredMean(const Network& network, const at::Tensor& window, const std::vector<std::vector<int>>& passes) {
    at::Tensor sum;
    for (const std::vector<int>& axes : passes) {
        std::vector<std::int64_t> flipped;
        for (const int axis : axes)
            flipped.push_back(axis + 2);
        const at::Tensor logits = network.logits(window.flip(flipped)).flip(flipped);
        sum = sum.defined() ? sum + logits : logits;
    }
    return sum / static_cast<double>(passes.size());
}

} // namespace

HostTensor segment(const SegmentationNetwork& description, const PlanImage& image, const NetworkInput& input,
                   const std::vector<int>& mirrorAxes, const ComputeSettings& settings, const JobControl& control) {
    const c10::NoGradGuard noGrad;
    const at::Device device = deviceFromName(settings.device);
    const Network network(description, device);
    const bool is2d = network.dimension() == 2;
    std::array<std::int64_t, 3> shape{}, window = input.size, below{};
    if (is2d) // each slice is a window of its own
        window[0] = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        shape[a] = std::max(image.shape[a], window[a]);
        below[a] = inferencePadding(image.shape[a], window[a]).below;
    }
    const PlanImage whole = padded(image, shape);
    const at::Tensor voxels = toDevice({{whole.channels, shape[0], shape[1], shape[2]}, whole.voxels}, device);
    const at::Tensor weight =
        toDevice({{window[0], window[1], window[2]}, gaussianImportance(window)}, device).to(at::kFloat);
    const auto passes = mirroredPasses(mirrorAxes);
    at::Tensor sum, weights = at::zeros({shape[0], shape[1], shape[2]}, voxels.options());
    std::array starts{windowStarts(shape[0], window[0]), windowStarts(shape[1], window[1]),
                      windowStarts(shape[2], window[2])};
    if (is2d) {
        starts[0].resize(static_cast<std::size_t>(shape[0]));
        std::iota(starts[0].begin(), starts[0].end(), 0);
    }
    const double total = static_cast<double>(starts[0].size() * starts[1].size() * starts[2].size());
    double done = 0;
    const auto part = [&](const at::Tensor& x, std::int64_t z, std::int64_t y, std::int64_t x0) {
        const std::int64_t first = x.dim() - 3;
        return x.narrow(first, z, window[0]).narrow(first + 1, y, window[1]).narrow(first + 2, x0, window[2]);
    };
    for (const std::int64_t z : starts[0])
        for (const std::int64_t y : starts[1])
            for (const std::int64_t x : starts[2]) {
                control.step(done++ / total, "Segmenting");
                at::Tensor cut = part(voxels, z, y, x).unsqueeze(0);
                if (is2d)
                    cut = cut.squeeze(2);
                at::Tensor logits = mirroredMean(network, cut.contiguous(), passes).squeeze(0);
                if (is2d)
                    logits = logits.unsqueeze(1);
                if (!sum.defined())
                    sum = at::zeros({logits.size(0), shape[0], shape[1], shape[2]}, voxels.options());
                part(sum, z, y, x).add_(logits * weight);
                part(weights, z, y, x).add_(weight);
            }
    at::Tensor mean = sum / weights;
    for (std::size_t a = 0; a < 3; ++a)
        mean = mean.narrow(static_cast<std::int64_t>(a) + 1, below[a], image.shape[a]);
    return toHost(mean.contiguous());
}

} // namespace nidus::compute
