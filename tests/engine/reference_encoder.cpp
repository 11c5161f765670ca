// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/reference_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace nidus::test {
namespace {

using Weights = std::map<std::string, HostTensor>;
using Triple = std::array<std::size_t, 3>;

Triple triple(const std::vector<std::int64_t>& perAxis) {
    Triple t{1, 1, 1};
    for (std::size_t i = 0; i < perAxis.size(); ++i)
        t[3 - perAxis.size() + i] = static_cast<std::size_t>(perAxis[i]);
    return t;
}

double value(const Weights& weights, const std::string& name, std::size_t i, double otherwise) {
    const auto found = weights.find(name);
    return found == weights.end() ? otherwise : static_cast<double>(found->second.values.at(i));
}

Field convolved(const Weights& weights, const std::string& name, const Triple& k, const Triple& s, const Field& in) {
    const HostTensor& kernel = weights.at(name + ".weight");
    const auto size = [&](std::size_t n, std::size_t a) { return (n + 2 * ((k[a] - 1) / 2) - k[a]) / s[a] + 1; };
    Field out{static_cast<std::size_t>(kernel.shape[0]), size(in.d, 0), size(in.h, 1), size(in.w, 2), {}};
    const auto source = [](std::size_t o, std::size_t stride, std::size_t tap, std::size_t width) {
        return static_cast<std::ptrdiff_t>(o * stride + tap) - static_cast<std::ptrdiff_t>((width - 1) / 2);
    };
    const auto inside = [](std::ptrdiff_t i, std::size_t n) { return i >= 0 && static_cast<std::size_t>(i) < n; };
    for (std::size_t o = 0; o < out.channels; ++o)
        for (std::size_t z = 0; z < out.d; ++z)
            for (std::size_t y = 0; y < out.h; ++y)
                for (std::size_t x = 0; x < out.w; ++x) {
                    double sum = value(weights, name + ".bias", o, 0);
                    std::size_t tap = o * in.channels * k[0] * k[1] * k[2];
                    for (std::size_t c = 0; c < in.channels; ++c)
                        for (std::size_t a = 0; a < k[0]; ++a)
                            for (std::size_t b = 0; b < k[1]; ++b)
                                for (std::size_t e = 0; e < k[2]; ++e, ++tap) {
                                    const auto iz = source(z, s[0], a, k[0]), iy = source(y, s[1], b, k[1]),
                                               ix = source(x, s[2], e, k[2]);
                                    if (inside(iz, in.d) && inside(iy, in.h) && inside(ix, in.w))
                                        sum += static_cast<double>(kernel.values[tap])
                                               * in.at(c, static_cast<std::size_t>(iz), static_cast<std::size_t>(iy),
                                                       static_cast<std::size_t>(ix));
                                }
                    out.values.push_back(sum);
                }
    return out;
}

void normalise(const EncoderArchitecture& architecture, const Weights& weights, const std::string& name, Field& f) {
    if (architecture.norm == NormLayer::None)
        return;
    const std::size_t n = f.d * f.h * f.w;
    for (std::size_t c = 0; c < f.channels; ++c) {
        double mean = 0, variance = 0;
        for (std::size_t i = 0; i < n; ++i)
            mean += f.values[c * n + i] / static_cast<double>(n);
        for (std::size_t i = 0; i < n; ++i)
            variance += std::pow(f.values[c * n + i] - mean, 2) / static_cast<double>(n);
        if (architecture.norm == NormLayer::Batch) {
            mean = value(weights, name + ".norm.running_mean", c, 0);
            variance = value(weights, name + ".norm.running_var", c, 1);
        }
        for (std::size_t i = 0; i < n; ++i)
            f.values[c * n + i] = (f.values[c * n + i] - mean) / std::sqrt(variance + architecture.normEps)
                                      * value(weights, name + ".norm.weight", c, 1)
                                  + value(weights, name + ".norm.bias", c, 0);
    }
}

double activated(const EncoderArchitecture& architecture, double v) {
    const std::string& name = architecture.nonlin;
    const double alpha = architecture.negativeSlope, sigmoid = 1 / (1 + std::exp(-v));
    const auto elu = [&](double scale) { return v > 0 ? v : scale * std::expm1(v); };
    if (name == "LeakyReLU" || name == "ReLU")
        return v > 0 ? v : (name == "ReLU" ? 0 : alpha * v);
    if (name == "ReLU6")
        return std::clamp(v, 0.0, 6.0);
    if (name == "GELU")
        return v * 0.5 * (1 + std::erf(v / std::sqrt(2.0)));
    if (name == "GELU tanh")
        return v * 0.5 * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (v + 0.044715 * v * v * v)));
    if (name == "SiLU")
        return v * sigmoid;
    if (name == "ELU")
        return elu(alpha);
    if (name == "SELU") // Klambauer et al. 2017: lambda, lambda * alpha
        return v > 0 ? 1.0507009873554805 * v : elu(1.0507009873554805 * 1.6732632423543772);
    if (name == "CELU")
        return v > 0 ? v : alpha * std::expm1(v / alpha);
    if (name == "Mish")
        return v * std::tanh(std::log1p(std::exp(v)));
    if (name == "Hardswish")
        return v * std::clamp(v + 3, 0.0, 6.0) / 6;
    if (name == "Tanh")
        return std::tanh(v);
    return name == "Sigmoid" ? sigmoid : v;
}

void activate(const EncoderArchitecture& architecture, Field& f) {
    for (double& v : f.values)
        v = activated(architecture, v);
}

Field pooled(const Field& in, const Triple& s, bool isMaximum) {
    Field out{in.channels, in.d / s[0], in.h / s[1], in.w / s[2], {}};
    for (std::size_t c = 0; c < out.channels; ++c)
        for (std::size_t z = 0; z < out.d; ++z)
            for (std::size_t y = 0; y < out.h; ++y)
                for (std::size_t x = 0; x < out.w; ++x) {
                    double sum = 0, most = -std::numeric_limits<double>::infinity();
                    for (std::size_t a = 0; a < s[0]; ++a)
                        for (std::size_t b = 0; b < s[1]; ++b)
                            for (std::size_t e = 0; e < s[2]; ++e) {
                                const double v = in.at(c, z * s[0] + a, y * s[1] + b, x * s[2] + e);
                                sum += v;
                                most = std::max(most, v);
                            }
                    out.values.push_back(isMaximum ? most : sum / static_cast<double>(s[0] * s[1] * s[2]));
                }
    return out;
}

Field convBlock(const EncoderArchitecture& architecture, const Weights& weights, const std::string& name,
                const Triple& k, const Triple& s, const Field& in, bool activates) {
    Field f = convolved(weights, name + ".conv", k, s, in);
    if (activates && architecture.nonlinFirst)
        activate(architecture, f);
    normalise(architecture, weights, name, f);
    if (activates && !architecture.nonlinFirst)
        activate(architecture, f);
    return f;
}

/// The gate of SqueezeExcite sees the mean over the first two axes of the array, whatever their number.
void squeeze(const EncoderArchitecture& architecture, const Weights& weights, const std::string& name, Field& f) {
    const bool is3d = architecture.dimension == 3;
    Field mean{f.channels, 1, 1, is3d ? f.w : 1, {}};
    for (std::size_t c = 0; c < f.channels; ++c)
        for (std::size_t x = 0; x < mean.w; ++x) {
            double sum = 0;
            for (std::size_t z = 0; z < f.d; ++z)
                for (std::size_t y = 0; y < f.h; ++y)
                    for (std::size_t other = is3d ? x : 0; other < (is3d ? x + 1 : f.w); ++other)
                        sum += f.at(c, z, y, other);
            mean.values.push_back(sum / static_cast<double>(is3d ? f.d * f.h : f.h * f.w));
        }
    const Triple one{1, 1, 1};
    Field gate = convolved(weights, name + ".fc1", one, one, mean);
    for (double& v : gate.values)
        v = std::max(v, 0.0);
    gate = convolved(weights, name + ".fc2", one, one, gate);
    for (std::size_t i = 0; i < f.values.size(); ++i) {
        const std::size_t channel = i / (f.d * f.h * f.w), x = is3d ? i % f.w : 0;
        f.values[i] /= 1 + std::exp(-gate.at(channel, 0, 0, x));
    }
}

Field residualBlock(const EncoderArchitecture& architecture, const Weights& weights, const std::string& name,
                    const Triple& k, const Triple& s, const Field& in) {
    const Triple one{1, 1, 1};
    const bool isBottleneck = !architecture.bottleneckChannels.empty();
    Field f =
        convBlock(architecture, weights, name + ".conv1", isBottleneck ? one : k, isBottleneck ? one : s, in, true);
    f = convBlock(architecture, weights, name + ".conv2", k, isBottleneck ? s : one, f, isBottleneck);
    if (isBottleneck)
        f = convBlock(architecture, weights, name + ".conv3", one, one, f, false);
    if (!architecture.squeezeChannels.empty())
        squeeze(architecture, weights, name + ".squeeze_excitation", f);
    Field skip = s == one ? in : pooled(in, s, false);
    for (const char* place : {".skip.0", ".skip.1"})
        if (weights.count(name + place + ".conv.weight") != 0)
            skip = convBlock(architecture, weights, name + place, one, one, skip, false);
    for (std::size_t i = 0; i < f.values.size(); ++i)
        f.values[i] += skip.values[i];
    activate(architecture, f);
    return f;
}

} // namespace

std::vector<Field> referenceStages(const EncoderArchitecture& architecture, const Weights& weights,
                                   const Field& input) {
    const Triple one{1, 1, 1};
    const bool isResidual = architecture.encoderClass == EncoderClass::ResidualEncoder;
    Field x = input;
    if (isResidual && architecture.stemChannels > 0)
        x = convBlock(architecture, weights, "stem.convs.0", triple(architecture.kernelSizes[0]), one, x, true);
    std::vector<Field> outputs;
    for (std::size_t s = 0; s < architecture.featuresPerStage.size(); ++s) {
        const Triple kernel = triple(architecture.kernelSizes[s]), stride = triple(architecture.strides[s]);
        const bool isPooled = architecture.downsampling != Downsampling::Stride;
        if (isPooled)
            x = pooled(x, stride, architecture.downsampling == Downsampling::MaxPool);
        const std::string pool = isPooled && (isResidual || stride != one) ? ".1" : (isResidual ? "" : ".0");
        for (std::int64_t b = 0; b < architecture.convsOrBlocksPerStage[s]; ++b) {
            const std::string layer =
                "stages." + std::to_string(s) + pool + (isResidual ? ".blocks." : ".convs.") + std::to_string(b);
            const Triple step = b == 0 && !isPooled ? stride : one;
            x = isResidual ? residualBlock(architecture, weights, layer, kernel, step, x)
                           : convBlock(architecture, weights, layer, kernel, step, x, true);
        }
        outputs.push_back(x);
    }
    return outputs;
}

} // namespace nidus::test
