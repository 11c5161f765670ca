// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"
#include "core/model/engine.h"
#include "core/nnunet/preprocess.h"
#include "tests/engine/reference_encoder.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace nidus::test {

using Weights = std::map<std::string, HostTensor>;

/// The engine of this process, loaded once.
[[nodiscard]] ComputeEngine& engine();

/// Three stages of 3, 4 and 5 features with kernels and strides that differ per axis.
[[nodiscard]] EncoderArchitecture tinyArchitecture(EncoderClass encoderClass, int dimension = 3,
                                                   NormLayer norm = NormLayer::Instance);

/// Random values for every tensor, norms and running statistics too.
[[nodiscard]] Weights randomWeights(const EncoderArchitecture& architecture, std::uint64_t seed);

/// Writes weights as a safetensors file and returns its path.
std::filesystem::path writeWeights(const std::filesystem::path& path, const Weights& weights);

/// Standard normal values.
[[nodiscard]] HostTensor randomTensor(const std::vector<std::int64_t>& shape, std::uint64_t seed);

/// A network with its weights on disk.
struct Network {
    explicit Network(const EncoderArchitecture& architecture, std::uint64_t seed = 1);
    TemporaryFolder folder;
    Weights weights;
    EncoderSource source;
};

/// Largest |got - expected|; 1e9 when the sizes differ.
[[nodiscard]] double largestDifference(const std::vector<float>& got, const std::vector<double>& expected);

/// One sample of [N, C, spatial...] as a field.
[[nodiscard]] Field fieldOf(const HostTensor& tensor, std::size_t sample);

/// Mean of one channel, weighted by a mask if one is given.
[[nodiscard]] double meanOf(const Field& f, std::size_t channel, const std::vector<std::uint8_t>* mask = nullptr);

/// A case of noise in which `label` 1 has a finer pattern added; the nonzero mask is an inner box.
[[nodiscard]] PreprocessedCase toyCase(std::uint32_t index, int label, const std::array<std::int64_t, 3>& shape);

/// Case files of both labels in turn, in a folder, and the source that reads them.
struct Cohort {
    Cohort(const std::filesystem::path& folder, std::uint32_t count, const std::array<std::int64_t, 3>& shape,
           std::uint32_t firstIndex = 0);
    std::vector<TrainingCase> cases;
    [[nodiscard]] CaseSource source() const;
};

/// A head with weight and bias 0 and the identity as standardiser.
[[nodiscard]] LinearHead zeroHead(HeadKind kind, std::size_t dims, int classes = 2);

} // namespace nidus::test
