// SPDX-License-Identifier: Apache-2.0
#include "core/model/channel_functions_torch.h"

#include "core/model/channel_kernels.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace nidus::compute {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Channels = std::vector<double>; ///< one number for each

template <class V>
const V* valuesOf(const at::Tensor& tensor) {
    return static_cast<const V*>(tensor.const_data_ptr());
}

template <class V>
V* mutableValuesOf(const at::Tensor& tensor) {
    return static_cast<V*>(tensor.mutable_data_ptr());
}

/// use(V()) with the type that the tensor has.
template <class Use>
auto withType(const at::Tensor& tensor, const Use& use) {
    return tensor.scalar_type() == at::kBFloat16 ? use(Bfloat16()) : use(float());
}

/// The rows of images in parts of about 65,536 elements.
class Parts {
public:
    Parts(std::int64_t rows, std::int64_t channels)
        : m_rows(rows), m_channels(channels), m_perPart(std::max<std::int64_t>(1, kElements / channels)),
          m_lanes(channels * std::max<std::int64_t>(1, kLanes / channels)) {}

    [[nodiscard]] std::int64_t rows() const { return m_rows; }
    [[nodiscard]] std::size_t channels() const { return static_cast<std::size_t>(m_channels); }
    [[nodiscard]] std::int64_t count() const { return (m_rows + m_perPart - 1) / m_perPart; }
    [[nodiscard]] std::size_t lanes() const { return static_cast<std::size_t>(m_lanes); }
    /// Where a part begins.
    [[nodiscard]] std::int64_t offset(std::int64_t part) const { return part * m_perPart * m_channels; }

    template <class V>
    [[nodiscard]] ChannelRows<V> rowsOf(const V* values, std::int64_t part) const {
        return {values + offset(part), std::min(m_perPart, m_rows - part * m_perPart), m_channels, m_lanes};
    }

    /// One value for each lane of a wide row.
    [[nodiscard]] std::vector<float> wide(const Channels& ofChannels) const {
        std::vector<float> values(lanes());
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(ofChannels[i % channels()]);
        return values;
    }

private:
    static constexpr std::int64_t kElements = 65536, kLanes = 256;

    std::int64_t m_rows, m_channels, m_perPart, m_lanes;
};

template <class Work>
void inParallel(const Parts& parts, const Work& work) {
    at::parallel_for(0, parts.count(), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t part = begin; part < end; ++part)
            work(part);
    });
}

/// `work(part, first, second)` fills the lanes of two arrays, which begin as 0 and `start`; over the parts and lanes of
/// a channel the first are added up, the second joined by `join`.
template <class Work, class Join>
std::pair<Channels, Channels> reduced(const Parts& parts, float start, const Work& work, const Join& join) {
    const std::size_t lanes = parts.lanes();
    std::vector<float> first(static_cast<std::size_t>(parts.count()) * lanes, 0.0F), second(first.size(), start);
    inParallel(parts, [&](std::int64_t part) {
        const std::size_t at = static_cast<std::size_t>(part) * lanes;
        work(part, first.data() + at, second.data() + at);
    });
    std::pair all{Channels(parts.channels(), 0.0), Channels(parts.channels(), static_cast<double>(start))};
    for (std::size_t i = 0; i < first.size(); ++i) {
        const std::size_t channel = i % lanes % parts.channels();
        all.first[channel] += static_cast<double>(first[i]);
        all.second[channel] = join(all.second[channel], static_cast<double>(second[i]));
    }
    return all;
}

double sum(double a, double b) {
    return a + b;
}

Channels channelsOf(const at::Tensor& values, std::size_t channels, double otherwise) {
    if (!values.defined())
        return Channels(channels, otherwise);
    const at::Tensor floats = values.detach().contiguous();
    const float* begin = floats.const_data_ptr<float>();
    return {begin, begin + channels};
}

at::Tensor tensorOf(const Channels& values) {
    at::Tensor result = at::empty({static_cast<std::int64_t>(values.size())}, at::kFloat);
    std::ranges::transform(values, result.mutable_data_ptr<float>(), [](double v) { return static_cast<float>(v); });
    return result;
}

// --------------------------------------------------------------------------------------------------- instance norm

/// What normalises one image.
struct Norm {
    Channels mean, factor; ///< factor: 1 / sqrt(variance + eps)
};

Parts partsOfOne(const at::Tensor& images) {
    return {images.numel() / images.size(0) / images.size(1), images.size(1)};
}

template <class V>
Norm normOf(const V* values, const Parts& parts, double eps) {
    Norm norm{Channels(parts.channels()), Channels(parts.channels())};
    // Differences to the first voxel, so that a mean far from zero costs no digits.
    const std::vector<float> zero(parts.lanes(), 0.0F);
    std::vector<float> first(parts.lanes(), 0.0F), unused(parts.lanes(), 0.0F);
    ChannelRows<V> firstRow = parts.rowsOf(values, 0);
    firstRow.count = 1;
    addMoments(firstRow, zero.data(), first.data(), unused.data());
    std::copy_n(first.begin(), parts.channels(), norm.mean.begin());
    const std::vector<float> origin = parts.wide(norm.mean);
    const auto [sums, squares] = reduced(
        parts, 0,
        [&](std::int64_t part, float* differences, float* squaresOfPart) {
            addMoments(parts.rowsOf(values, part), origin.data(), differences, squaresOfPart);
        },
        sum);
    const auto n = static_cast<double>(parts.rows());
    for (std::size_t c = 0; c < parts.channels(); ++c) {
        const double distance = sums[c] / n;
        norm.mean[c] += distance;
        norm.factor[c] = 1 / std::sqrt(std::max(squares[c] / n - distance * distance, 0.0) + eps);
    }
    return norm;
}

template <class V>
void apply(const Norm& norm, const Channels& weight, const Channels& bias, const V* values, const Parts& parts,
           float slope, V* result) {
    Channels scale(parts.channels()), offset(parts.channels());
    for (std::size_t c = 0; c < parts.channels(); ++c) {
        scale[c] = weight[c] * norm.factor[c];
        offset[c] = bias[c] - norm.mean[c] * scale[c];
    }
    const std::vector<float> wideScale = parts.wide(scale), wideOffset = parts.wide(offset);
    inParallel(parts, [&](std::int64_t part) {
        scaleAndActivate(parts.rowsOf(values, part), wideScale.data(), wideOffset.data(), slope,
                         result + parts.offset(part));
    });
}

/// Normalises and activates; returns what normalised each image.
std::vector<Norm> forwardNorm(const at::Tensor& images, const at::Tensor& weight, const at::Tensor& bias, double eps,
                              double slope, const at::Tensor& result) {
    const Parts parts = partsOfOne(images);
    const Channels weights = channelsOf(weight, parts.channels(), 1), biases = channelsOf(bias, parts.channels(), 0);
    return withType(images, [&](auto type) {
        using V = decltype(type);
        std::vector<Norm> norms;
        for (std::int64_t n = 0; n < images.size(0); ++n) {
            const std::int64_t at = n * parts.rows() * images.size(1);
            const V* values = valuesOf<V>(images) + at;
            norms.push_back(normOf(values, parts, eps));
            apply(norms.back(), weights, biases, values, parts, static_cast<float>(slope),
                  mutableValuesOf<V>(result) + at);
        }
        return norms;
    });
}

/// Of one image: its gradient into `result`, and adds those of weight and bias.
template <class V>
void backwardNorm(const Norm& norm, const Channels& weight, const V* values, const Parts& parts,
                  NormGradient<V> gradient, Channels& ofWeight, Channels& ofBias) {
    const std::vector<float> mean = parts.wide(norm.mean);
    gradient.mean = mean.data();
    const auto at = [&](std::int64_t part) {
        NormGradient<V> here = gradient;
        here.output += parts.offset(part);
        here.ofOutput += parts.offset(part);
        here.result += parts.offset(part);
        return here;
    };
    const auto [sums, products] = reduced(
        parts, 0,
        [&](std::int64_t part, float* first, float* second) {
            NormGradient<V> here = at(part);
            here.sums = first;
            here.products = second;
            addNormGradients(parts.rowsOf(values, part), here);
        },
        sum);
    const auto n = static_cast<double>(parts.rows());
    Channels scale(parts.channels()), shift(parts.channels()), share(parts.channels());
    for (std::size_t c = 0; c < parts.channels(); ++c) {
        ofWeight[c] += products[c] * norm.factor[c];
        ofBias[c] += sums[c];
        scale[c] = weight[c] * norm.factor[c];
        shift[c] = sums[c] / n;
        share[c] = products[c] / n * norm.factor[c] * norm.factor[c];
    }
    const std::vector<float> wideScale = parts.wide(scale), wideShift = parts.wide(shift),
                             wideShare = parts.wide(share);
    gradient.scale = wideScale.data();
    gradient.shift = wideShift.data();
    gradient.share = wideShare.data();
    inParallel(parts, [&](std::int64_t part) { normGradient(parts.rowsOf(values, part), at(part)); });
}

at::Tensor rowsOf(const std::vector<Norm>& norms, Channels Norm::*member) {
    std::vector<at::Tensor> rows;
    for (const Norm& norm : norms)
        rows.push_back(at::tensor(norm.*member, at::kDouble));
    return at::stack(rows);
}

Channels rowOf(const at::Tensor& rows, std::int64_t row) {
    const double* begin = rows.const_data_ptr<double>() + row * rows.size(1);
    return {begin, begin + rows.size(1)};
}

struct InstanceNorm : torch::autograd::Function<InstanceNorm> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& images, const at::Tensor& weight,
                              const at::Tensor& bias, double eps, double slope) {
        at::Tensor result = at::empty_like(images);
        const std::vector<Norm> norms = forwardNorm(images, weight, bias, eps, slope, result);
        context->save_for_backward({images, result, weight, rowsOf(norms, &Norm::mean), rowsOf(norms, &Norm::factor)});
        context->saved_data["slope"] = slope;
        return result;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor &images = saved[0], &output = saved[1], &weight = saved[2];
        const at::Tensor ofOutput = gradients[0].to(images.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast3d);
        at::Tensor ofImages = at::empty_like(images);
        const Parts parts = partsOfOne(images);
        const Channels weights = channelsOf(weight, parts.channels(), 1);
        Channels ofWeight(parts.channels()), ofBias(parts.channels());
        withType(images, [&](auto type) {
            using V = decltype(type);
            for (std::int64_t n = 0; n < images.size(0); ++n) {
                const std::int64_t at = n * parts.rows() * images.size(1);
                NormGradient<V> gradient{};
                gradient.output = valuesOf<V>(output) + at;
                gradient.ofOutput = valuesOf<V>(ofOutput) + at;
                gradient.slope = static_cast<float>(context->saved_data["slope"].toDouble());
                gradient.result = mutableValuesOf<V>(ofImages) + at;
                backwardNorm<V>({rowOf(saved[3], n), rowOf(saved[4], n)}, weights, valuesOf<V>(images) + at, parts,
                                gradient, ofWeight, ofBias);
            }
        });
        if (!weight.defined())
            return {ofImages, {}, {}, {}, {}};
        return {ofImages, tensorOf(ofWeight), tensorOf(ofBias), {}, {}};
    }
};

// -------------------------------------------------------------------------------------------------------- pooling

Parts partsOfAll(const at::Tensor& images) {
    return {images.numel() / images.size(1), images.size(1)};
}

ChannelPooling pooled(const at::Tensor& images) {
    const Parts parts = partsOfAll(images);
    auto [sums, maxima] = withType(images, [&](auto type) {
        const auto* values = valuesOf<decltype(type)>(images);
        return reduced(
            parts, -std::numeric_limits<float>::infinity(),
            [&](std::int64_t part, float* first, float* second) {
                addSumsAndMaxima(parts.rowsOf(values, part), first, second);
            },
            [](double a, double b) { return std::max(a, b); });
    });
    for (double& value : sums)
        value /= static_cast<double>(parts.rows());
    return {tensorOf(sums), tensorOf(maxima)};
}

struct MeanAndMax : torch::autograd::Function<MeanAndMax> {
    static variable_list forward(AutogradContext* context, const at::Tensor& images) {
        const ChannelPooling result = pooled(images);
        context->save_for_backward({images, result.max});
        return {result.mean, result.max};
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& images = saved[0];
        const Parts parts = partsOfAll(images);
        const std::vector<float> maximum = parts.wide(channelsOf(saved[1], parts.channels(), 0));
        Channels everywhere = channelsOf(gradients[0], parts.channels(), 0),
                 more = channelsOf(gradients[1], parts.channels(), 0);
        at::Tensor result = at::empty_like(images);
        withType(images, [&](auto type) {
            using V = decltype(type);
            const V* values = valuesOf<V>(images);
            const auto [counts, unused] = reduced(
                parts, 0,
                [&](std::int64_t part, float* first, float*) {
                    countEqual(parts.rowsOf(values, part), maximum.data(), first);
                },
                sum);
            for (std::size_t c = 0; c < parts.channels(); ++c) {
                everywhere[c] /= static_cast<double>(parts.rows());
                more[c] /= std::max(counts[c], 1.0);
            }
            const std::vector<float> wideEverywhere = parts.wide(everywhere), wideMore = parts.wide(more);
            inParallel(parts, [&](std::int64_t part) {
                poolingGradient(parts.rowsOf(values, part), maximum.data(), wideEverywhere.data(), wideMore.data(),
                                mutableValuesOf<V>(result) + parts.offset(part));
            });
        });
        return {result};
    }
};

} // namespace

bool takesChannelFunctions(const at::Tensor& images) {
    return images.dim() == 5 && images.is_cpu() && images.numel() > 0
           && (images.scalar_type() == at::kFloat || images.scalar_type() == at::kBFloat16)
           && images.is_contiguous(at::MemoryFormat::ChannelsLast3d);
}

at::Tensor instanceNorm(const at::Tensor& images, const at::Tensor& weight, const at::Tensor& bias, double eps,
                        double slope) {
    if (at::GradMode::is_enabled())
        return InstanceNorm::apply(images, weight, bias, eps, slope);
    static_cast<void>(forwardNorm(images, weight, bias, eps, slope, images));
    return images;
}

ChannelPooling meanAndMax(const at::Tensor& images) {
    if (!at::GradMode::is_enabled())
        return pooled(images);
    const variable_list result = MeanAndMax::apply(images);
    return {result[0], result[1]};
}

} // namespace nidus::compute
