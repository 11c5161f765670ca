// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/engine_fixture.h"

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"
#include "core/imaging/case_file.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace nidus::test {
namespace {

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

} // namespace

ComputeEngine& engine() {
    static const std::shared_ptr<ComputeEngine> loaded = loadComputeEngine();
    return *loaded;
}

EncoderArchitecture tinyArchitecture(EncoderClass encoderClass, int dimension, NormLayer norm) {
    EncoderArchitecture a;
    a.encoderClass = encoderClass;
    a.dimension = dimension;
    a.inputChannels = 2;
    a.featuresPerStage = {3, 4, 5};
    a.kernelSizes = {{1, 3, 3}, {3, 3, 1}, {3, 3, 3}};
    a.strides = {{1, 1, 1}, {1, 2, 2}, {2, 2, 1}};
    a.convsOrBlocksPerStage = {2, 1, 2};
    a.norm = norm;
    a.stemChannels = encoderClass == EncoderClass::ResidualEncoder ? 3 : 0;
    if (dimension == 2)
        for (std::size_t s = 0; s < 3; ++s) {
            a.kernelSizes[s].erase(a.kernelSizes[s].begin());
            a.strides[s].erase(a.strides[s].begin());
        }
    return a;
}

Weights randomWeights(const EncoderArchitecture& architecture, std::uint64_t seed) {
    Weights weights;
    for (const EncoderTensor& tensor : encoderTensors(architecture)) {
        HostTensor host = randomTensor(tensor.shape, seed++);
        const bool isVariance = contains(tensor.name, "running_var");
        const double centre = isVariance || contains(tensor.name, "norm.weight") ? 1 : 0;
        const double fanIn = static_cast<double>(host.values.size()) / static_cast<double>(tensor.shape[0]);
        const double spread = contains(tensor.name, "conv.weight") ? 1 / std::sqrt(fanIn) : 0.3;
        for (float& value : host.values) {
            value = static_cast<float>(centre + spread * static_cast<double>(value));
            if (isVariance)
                value = std::abs(value) + 0.1F;
        }
        weights[tensor.name] = std::move(host);
    }
    return weights;
}

std::filesystem::path writeWeights(const std::filesystem::path& path, const Weights& weights) {
    writeSafetensors(path, f32Entries(weights), {});
    return path;
}

HostTensor randomTensor(const std::vector<std::int64_t>& shape, std::uint64_t seed) {
    std::size_t count = 1;
    for (const std::int64_t n : shape)
        count *= static_cast<std::size_t>(n);
    HostTensor tensor{shape, {}};
    Random random({.seed = seed, .purpose = Purpose::Phantom});
    for (std::size_t i = 0; i < count; ++i)
        tensor.values.push_back(static_cast<float>(random.normal()));
    return tensor;
}

Network::Network(const EncoderArchitecture& architecture, std::uint64_t seed)
    : weights(randomWeights(architecture, seed)) {
    source.architecture = architecture;
    source.weights = {writeWeights(folder.path() / "encoder.safetensors", weights)};
}

double largestDifference(const std::vector<float>& got, const std::vector<double>& expected) {
    if (got.size() != expected.size())
        return 1e9;
    double difference = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
        difference = std::max(difference, std::abs(static_cast<double>(got[i]) - expected[i]));
    return difference;
}

Field fieldOf(const HostTensor& tensor, std::size_t sample) {
    const bool is3d = tensor.shape.size() == 5;
    const auto size = [&](std::size_t axis) { return static_cast<std::size_t>(tensor.shape[axis]); };
    Field f{size(1), is3d ? size(2) : 1, size(is3d ? 3 : 2), size(is3d ? 4 : 3), {}};
    const std::size_t count = f.channels * f.d * f.h * f.w;
    const auto begin = tensor.values.begin() + static_cast<std::ptrdiff_t>(sample * count);
    f.values.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
    return f;
}

double meanOf(const Field& f, std::size_t c, const std::vector<std::uint8_t>* mask) {
    double sum = 0, weight = 0;
    const std::size_t n = f.d * f.h * f.w;
    for (std::size_t i = 0; i < n; ++i) {
        const double w = mask == nullptr ? 1 : static_cast<double>((*mask)[i]);
        sum += w * f.values[c * n + i];
        weight += w;
    }
    return sum / weight;
}

PreprocessedCase toyCase(std::uint32_t index, int label, const std::array<std::int64_t, 3>& shape) {
    PreprocessedCase c;
    c.image.channels = 2;
    c.image.shape = shape;
    c.image.voxels = randomTensor({2, shape[0], shape[1], shape[2]}, 1000 + index).values;
    for (std::size_t i = 0; i < c.image.voxels.size() && label == 1; ++i)
        c.image.voxels[i] += i % 2 == 0 ? 3.0F : -3.0F;
    for (std::int64_t z = 0; z < shape[0]; ++z)
        for (std::int64_t y = 0; y < shape[1]; ++y)
            for (std::int64_t x = 0; x < shape[2]; ++x)
                c.nonzero.push_back(y > 0 && y + 1 < shape[1] && x > 1 ? 1 : 0);
    return c;
}

Cohort::Cohort(const std::filesystem::path& folder, std::uint32_t count, const std::array<std::int64_t, 3>& shape,
               std::uint32_t firstIndex) {
    for (std::uint32_t i = firstIndex; i < firstIndex + count; ++i) {
        const std::string id = "case_" + std::to_string(i);
        const int label = static_cast<int>(i % 2);
        const std::filesystem::path file = folder / (id + ".safetensors");
        writeCaseFile(file, toyCase(i, label, shape), Publish::Replace);
        cases.push_back({id, file, label, i, sha256File(file)});
    }
}

CaseSource Cohort::source() const {
    return {cases.size(), [this](std::size_t i) { return readCaseFile(cases[i].file); }};
}

LinearHead zeroHead(HeadKind kind, std::size_t dims, int classes) {
    const auto k = static_cast<std::size_t>(classes);
    return {kind,
            classes,
            std::vector<float>(dims, 0.0F),
            std::vector<float>(dims, 1.0F),
            std::vector<float>(k * dims, 0.0F),
            std::vector<float>(k, 0.0F)};
}

} // namespace nidus::test
