// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/model/case_windows.h"
#include "core/model/encoder_torch.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace nidus::compute {

/// The features that come from one tensor [N, C, spatial...], float32 [k] each.
using Pooling = std::function<std::vector<at::Tensor>(const at::Tensor&)>;
/// Told of each tensor that features are pooled from, in the order of the features, and of the stage that it is from.
/// The tensor must be looked at during the call only.
using PoolingListener = std::function<void(int stage, const at::Tensor& source, const Pooling& pooling)>;

/// A window on its way through the encoder: what enters the next stage, and what was pooled of those before.
struct Passage {
    int nextStage = 0;
    at::Tensor activation;               ///< undefined once the last stage has run
    at::Tensor mask;                     ///< nonzero mask on the input grid, float; only for HeadKind::Foreground
    std::vector<at::Tensor> pooled;      ///< float32 [k] each
    std::vector<std::string> transforms; ///< augmentation of the window

    [[nodiscard]] std::int64_t bytes() const;
    void moveTo(at::Device device);
};

/// Pooled features of windows (HeadKind says which), stage by stage, so that the closed part of the network can run
/// without gradients and its result can be kept.
class FeatureExtractor {
public:
    FeatureExtractor(const Encoder& encoder, HeadKind kind, const ComputeSettings& compute, at::Device device);

    /// [C, D, H, W] as [1, C, D, H, W], or for a 2-D network its slices as batch, [D, C, H, W].
    [[nodiscard]] Passage begin(const CaseWindow& window) const;
    /// Runs the stages [nextStage, end), the same for all of these passages, which go through them together; polls
    /// between them. `onPooling` is for one passage alone.
    void advance(std::span<Passage> passages, int end, const JobControl& control,
                 const PoolingListener& onPooling = {}) const;
    /// All stages done: [passages, dims].
    [[nodiscard]] static at::Tensor features(std::span<const Passage> passages);
    /// begin() to features() in one go, [dims].
    [[nodiscard]] at::Tensor features(const CaseWindow& window, const JobControl& control) const;

    /// Number of features.
    [[nodiscard]] std::int64_t dims() const;

private:
    [[nodiscard]] std::vector<at::Tensor> pooled(const at::Tensor& output, const at::Tensor& mask, int stage) const;

    const Encoder& m_encoder;
    HeadKind m_kind;
    Precision m_precision;
    at::Device m_device;
};

} // namespace nidus::compute
