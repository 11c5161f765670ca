// SPDX-License-Identifier: Apache-2.0
#include "core/model/features_torch.h"

#include "core/base/error.h"
#include "core/model/channel_functions_torch.h"
#include "core/model/compute_torch.h"

#include <numeric>

namespace nidus::compute {
namespace {

/// [1, C, D, H, W] whose channels come last in memory as a view [places, C]; undefined for any other tensor. What is
/// computed on the view has gradients of the same layout.
at::Tensor places(const at::Tensor& x) {
    return x.suggest_memory_format() == at::MemoryFormat::ChannelsLast3d ? x.movedim(1, -1).reshape({-1, x.size(1)})
                                                                         : at::Tensor();
}

at::Tensor meanOver(const at::Tensor& x) {
    const at::Tensor rows = places(x);
    return rows.defined() ? rows.mean(0, false, at::kFloat) : x.mean(axesBesideChannels(x), false, at::kFloat);
}

/// Over several places side by side first, for torch reduces only wide rows in vectors.
at::Tensor maxOver(const at::Tensor& x) {
    const at::Tensor rows = places(x);
    if (!rows.defined())
        return x.amax(axesBesideChannels(x)).to(at::kFloat);
    std::int64_t together = 1;
    while (together * rows.size(1) < 512 && rows.size(0) % (2 * together) == 0)
        together *= 2;
    return rows.reshape({-1, together * rows.size(1)}).amax(0).reshape({together, -1}).amax(0).to(at::kFloat);
}

std::vector<at::Tensor> meanAndMaxOver(const at::Tensor& x) {
    if (!takesChannelFunctions(x))
        return {meanOver(x), maxOver(x)};
    const ChannelPooling pooled = meanAndMax(x);
    return {pooled.mean, pooled.max};
}

/// Mean weighted by the share of the mask in the field of each element; the plain mean where the mask is empty.
at::Tensor maskedMean(const at::Tensor& x, const at::Tensor& mask) {
    const at::Tensor share = x.dim() == 5 ? at::adaptive_avg_pool3d(mask, x.sizes().slice(2))
                                          : at::adaptive_avg_pool2d(mask, x.sizes().slice(2));
    const at::Tensor total = share.sum();
    if (total.item<float>() <= 0)
        return meanOver(x);
    return (x.to(at::kFloat) * share).sum(axesBesideChannels(x)) / total;
}

at::Tensor gridMean(const at::Tensor& x) {
    const at::Tensor volume = x.dim() == 5 ? x : x.permute({1, 0, 2, 3}).unsqueeze(0);
    return at::adaptive_avg_pool3d(volume.to(at::kFloat), {2, 2, 2}).flatten();
}

std::vector<at::Tensor> meanAndDeviation(const at::Tensor& x) {
    const auto [deviation, mean] = at::std_mean(x.to(at::kFloat), axesBesideChannels(x), true);
    return {mean, deviation};
}

} // namespace

std::int64_t Passage::bytes() const {
    std::int64_t total = activation.defined() ? static_cast<std::int64_t>(activation.nbytes()) : 0;
    total += mask.defined() ? static_cast<std::int64_t>(mask.nbytes()) : 0;
    for (const at::Tensor& part : pooled)
        total += static_cast<std::int64_t>(part.nbytes());
    return total;
}

void Passage::moveTo(at::Device device) {
    for (at::Tensor* tensor : {&activation, &mask})
        if (tensor->defined())
            *tensor = tensor->to(device);
    for (at::Tensor& part : pooled)
        part = part.to(device);
}

FeatureExtractor::FeatureExtractor(const Encoder& encoder, HeadKind kind, const ComputeSettings& compute,
                                   at::Device device)
    : m_encoder(encoder), m_kind(kind), m_precision(compute.precision), m_device(device) {
    if (kind == HeadKind::Auto)
        throw Error("ENG-004", "The network needs a head of one kind; \"auto\" is only a choice in a recipe.");
}

Passage FeatureExtractor::begin(const CaseWindow& window) const {
    const auto& [d, h, w] = window.image.shape;
    const bool is2d = m_encoder.architecture().dimension == 2;
    const auto arranged = [&](const at::Tensor& x) {
        return (is2d ? x.permute({1, 0, 2, 3}).contiguous() : x.unsqueeze(0)).to(m_device);
    };
    Passage passage;
    passage.transforms = window.transforms;
    at::Tensor image = at::empty({window.image.channels, d, h, w}, at::kFloat);
    std::copy(window.image.voxels.begin(), window.image.voxels.end(), image.mutable_data_ptr<float>());
    passage.activation = arranged(image);
    if (m_kind == HeadKind::Foreground) {
        at::Tensor mask = at::empty({1, d, h, w}, at::kFloat);
        std::copy(window.nonzero.begin(), window.nonzero.end(), mask.mutable_data_ptr<float>());
        passage.mask = arranged(mask);
    }
    return passage;
}

std::vector<at::Tensor> FeatureExtractor::pooled(const at::Tensor& x, const at::Tensor& mask, int stage) const {
    const bool isLast = stage + 1 == m_encoder.stageCount();
    switch (m_kind) {
    case HeadKind::Multi:
    case HeadKind::Attention:
        return meanAndMaxOver(x);
    case HeadKind::MultiMean:
        return {meanOver(x)};
    case HeadKind::Foreground:
        if (isLast)
            return {maskedMean(x, mask), mask.mean().reshape({1})};
        return {maskedMean(x, mask)};
    case HeadKind::Grid:
        if (isLast)
            return {gridMean(x)};
        break;
    case HeadKind::MeanMax:
        if (isLast)
            return meanAndMaxOver(x);
        break;
    case HeadKind::Gap:
        if (isLast)
            return {meanOver(x)};
        break;
    case HeadKind::PreNorm: // pooled within the stage
    case HeadKind::Auto:    // refused when the extractor was made
        break;
    }
    return {};
}

void FeatureExtractor::advance(std::span<Passage> passages, int end, const JobControl& control,
                               const PoolingListener& onPooling) const {
    if (passages.empty() || passages.front().nextStage >= end)
        return;
    if (m_kind == HeadKind::PreNorm && passages.size() > 1) {
        // It pools within the stage, where cases cannot be told apart.
        for (std::size_t i = 0; i < passages.size(); ++i)
            advance(passages.subspan(i, 1), end, control, onPooling);
        return;
    }
    std::vector<at::Tensor> parts;
    std::vector<std::int64_t> counts; // 1, or the slices of a case
    for (Passage& passage : passages) {
        counts.push_back(passage.activation.size(0));
        parts.push_back(std::move(passage.activation));
    }
    at::Tensor x = parts.size() == 1 ? parts.front() : at::cat(parts);
    for (int stage = passages.front().nextStage; stage < end; ++stage) {
        control.poll();
        const auto pool = [&](Passage& passage, const at::Tensor& source, const Pooling& pooling) {
            for (at::Tensor& feature : pooling(source))
                passage.pooled.push_back(std::move(feature));
            if (onPooling)
                onPooling(stage, source, pooling);
        };
        ConvolutionListener onConvolution;
        if (m_kind == HeadKind::PreNorm)
            onConvolution = [&](const at::Tensor& y) { pool(passages.front(), y, meanAndDeviation); };
        {
            const AutocastScope autocast(m_device, m_precision);
            x = m_encoder.runStage(stage, x, onConvolution);
        }
        parts = passages.size() == 1 ? std::vector{x} : x.split_with_sizes(counts);
        for (std::size_t i = 0; i < passages.size(); ++i)
            pool(passages[i], parts[i], [&](const at::Tensor& y) { return pooled(y, passages[i].mask, stage); });
    }
    for (std::size_t i = 0; i < passages.size(); ++i) {
        passages[i].nextStage = end;
        if (end < m_encoder.stageCount())
            passages[i].activation = parts[i];
    }
}

at::Tensor FeatureExtractor::features(std::span<const Passage> passages) {
    std::vector<at::Tensor> rows;
    for (const Passage& passage : passages)
        rows.push_back(at::cat(passage.pooled));
    return at::stack(rows);
}

at::Tensor FeatureExtractor::features(const CaseWindow& window, const JobControl& control) const {
    Passage passage = begin(window);
    advance({&passage, 1}, m_encoder.stageCount(), control);
    return at::cat(passage.pooled);
}

std::int64_t FeatureExtractor::dims() const {
    const std::vector<std::int64_t>& features = m_encoder.architecture().featuresPerStage;
    const std::int64_t sum = std::accumulate(features.begin(), features.end(), std::int64_t{0});
    switch (m_kind) {
    case HeadKind::Multi:
    case HeadKind::Attention:
        return 2 * sum;
    case HeadKind::MultiMean:
        return sum;
    case HeadKind::PreNorm:
        return 2 * m_encoder.convolvedChannels();
    case HeadKind::Foreground:
        return sum + 1;
    case HeadKind::Grid:
        return 8 * features.back();
    case HeadKind::MeanMax:
        return 2 * features.back();
    case HeadKind::Gap:
        return features.back();
    case HeadKind::Auto:
        break;
    }
    return 0;
}

} // namespace nidus::compute
