// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/model/encoder_torch.h"
#include "core/model/engine.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

namespace nidus::compute {

/// The classifier behind the pooled features as tensors.
struct Head {
    at::Tensor mean, scale; ///< [dims], fixed
    at::Tensor weight;      ///< [classes, dims]
    at::Tensor bias;        ///< [classes]
    at::Tensor v, u, w;     ///< as GatedAttention; undefined without

    /// Throws Error ENG-004 when the sizes do not fit each other or `dims`.
    Head(const LinearHead& head, std::int64_t dims, at::Device device);
    /// An attention that begins as the plain mean: w = 0; V and U are uniform as torch.nn.Linear draws its weights.
    void beginAttention(RandomKey key);

    [[nodiscard]] at::Tensor standardised(const at::Tensor& features) const { return (features - mean) / scale; }
    [[nodiscard]] at::Tensor logits(const at::Tensor& standardised) const {
        return at::linear(standardised, weight, bias);
    }
    /// [windows, dims] to [windows]: the shares of the windows of a case are the softmax of this. 0 without attention.
    [[nodiscard]] at::Tensor attention(const at::Tensor& standardised) const;
    /// The windows of several cases one after the other, so many of each, [windows, dims], to [cases, dims].
    [[nodiscard]] at::Tensor ofCases(const at::Tensor& standardised, std::span<const std::int64_t> windows) const;

    /// What is learned, under the names of a member's file.
    [[nodiscard]] std::vector<Encoder::Parameter> parameters() const;
    [[nodiscard]] LinearHead toHost(const LinearHead& like) const;
};

} // namespace nidus::compute
