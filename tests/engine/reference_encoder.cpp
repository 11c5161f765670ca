// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/reference_encoder.h"

#include <array>
#include <cmath>

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
    const HostTensor& kernel = weights.at(name + ".conv.weight");
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
                    double sum = value(weights, name + ".conv.bias", o, 0);
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

void activate(const EncoderArchitecture& architecture, Field& f) {
    const double slope = architecture.nonlin == "ReLU" ? 0 : architecture.negativeSlope;
    for (double& v : f.values)
        v = v > 0 ? v : slope * v;
}

Field averagePooled(const Field& in, const Triple& s) {
    Field out{in.channels, in.d / s[0], in.h / s[1], in.w / s[2], {}};
    for (std::size_t c = 0; c < out.channels; ++c)
        for (std::size_t z = 0; z < out.d; ++z)
            for (std::size_t y = 0; y < out.h; ++y)
                for (std::size_t x = 0; x < out.w; ++x) {
                    double sum = 0;
                    for (std::size_t a = 0; a < s[0]; ++a)
                        for (std::size_t b = 0; b < s[1]; ++b)
                            for (std::size_t e = 0; e < s[2]; ++e)
                                sum += in.at(c, z * s[0] + a, y * s[1] + b, x * s[2] + e);
                    out.values.push_back(sum / static_cast<double>(s[0] * s[1] * s[2]));
                }
    return out;
}

Field convBlock(const EncoderArchitecture& architecture, const Weights& weights, const std::string& name,
                const Triple& k, const Triple& s, const Field& in, bool activates) {
    Field f = convolved(weights, name, k, s, in);
    normalise(architecture, weights, name, f);
    if (activates)
        activate(architecture, f);
    return f;
}

Field residualBlock(const EncoderArchitecture& architecture, const Weights& weights, const std::string& name,
                    const Triple& k, const Triple& s, const Field& in) {
    const Triple one{1, 1, 1};
    Field f = convBlock(architecture, weights, name + ".conv1", k, s, in, true);
    f = convBlock(architecture, weights, name + ".conv2", k, one, f, false);
    Field skip = s == one ? in : averagePooled(in, s);
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
    if (isResidual)
        x = convBlock(architecture, weights, "stem.convs.0", triple(architecture.kernelSizes[0]), one, x, true);
    std::vector<Field> outputs;
    for (std::size_t s = 0; s < architecture.featuresPerStage.size(); ++s) {
        const Triple kernel = triple(architecture.kernelSizes[s]);
        for (std::int64_t b = 0; b < architecture.convsOrBlocksPerStage[s]; ++b) {
            const Triple stride = b == 0 ? triple(architecture.strides[s]) : one;
            const std::string stage = "stages." + std::to_string(s);
            x = isResidual
                    ? residualBlock(architecture, weights, stage + ".blocks." + std::to_string(b), kernel, stride, x)
                    : convBlock(architecture, weights, stage + ".0.convs." + std::to_string(b), kernel, stride, x,
                                true);
        }
        outputs.push_back(x);
    }
    return outputs;
}

} // namespace nidus::test
