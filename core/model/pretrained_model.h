// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/safetensors.h"
#include "core/model/architecture.h"
#include "core/nnunet/plans.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// What became of each tensor of the file.
struct LoadReport {
    enum class Fate { Matched, Adapted, Skipped, Missing };
    struct Row {
        std::string key; ///< in the file; canonical name for Missing
        Fate fate = Fate::Matched;
        std::string note;
    };
    std::vector<Row> rows;
    /// Encoder tensors matched, adapted, missing; `skipped` counts all other tensors of the file.
    std::int64_t matched = 0, adapted = 0, missing = 0, skipped = 0;
    std::vector<std::string> unusedContents; ///< "optimizer_state", "names in init_args", ...
};

/// A pretrained nnU-Net: everything Nidus takes from it. Weights are keyed by canonical name (EncoderTensor::name).
struct PretrainedModel {
    std::string kind;    ///< "nnU-Net v2 checkpoint", "nnssl checkpoint", ...
    std::string trainer; ///< display text only
    std::string fold;    ///< "0", "all"
    int epochsTrained = 0;
    std::optional<std::vector<int>> mirroringAxes; ///< inference_allowed_mirroring_axes; nullopt: None or absent
    Plans plans;
    std::string plansJson; ///< as found, kept beside the model
    std::string datasetJson;
    DatasetDescription dataset;
    Configuration configuration;
    EncoderArchitecture architecture;
    std::map<std::string, SharedTensor> weights; ///< may lie in the mapped file of the checkpoint
    std::map<std::string, HostTensor> decoder;   ///< EncoderKeys::decoder; empty unless ModelChoice::withDecoder
    LoadReport report;
    std::vector<Problem> problems;
};

struct ModelChoice {
    std::string configuration; ///< empty: the only one, else Error MDL-003 lists them
    std::string fold;          ///< empty: the only one (final before best before latest), else Error MDL-003
    /// Empty: the model's own. Else one number per image of a case: the channel of the model that it goes in as; see
    /// channel_choice.h for what becomes of weights and plans.
    std::vector<int> channels{};
    bool withDecoder = false; ///< also read the decoder, for segmentCase() alone
};

/// Resolves a checkpoint, fold folder, configuration folder, dataset folder or export zip and reads the whole encoder.
/// Throws Error CKP-... (container and pickle), PLN-..., MDL-001 (no model here), MDL-002 (not a network that Nidus can
/// use, named), MDL-003 (several; choose), MDL-004 (encoder tensors missing or of another shape, named),
/// MDL-005 (NaN or infinite weights), MDL-006 (a channel that the model does not have).
[[nodiscard]] PretrainedModel loadPretrainedModel(const std::filesystem::path& path, const ModelChoice& choice = {});

/// The same as a folder of the project: model.json (format 1: architecture, plans text, configuration name, mirroring
/// axes, load report, SHA-256 of the weights) and encoder.safetensors (canonical names, F32).
void writeModelFolder(const std::filesystem::path& folder, const PretrainedModel& model);
/// Throws Error MDL-012 (damaged), MDL-013 (newer format).
[[nodiscard]] PretrainedModel readModelFolder(const std::filesystem::path& folder);

/// The document of `nidus-cli inspect --json` (DESIGN.md section 5). `hashes`: every row of a tensor that is used also
/// has "sha256" of its elements as Nidus uses them (float32, little endian, C order).
enum class TensorHashes { No, Yes };
[[nodiscard]] std::string inspectJson(const PretrainedModel& model, TensorHashes hashes = TensorHashes::No);
/// The same for people: several lines of text.
[[nodiscard]] std::string inspectText(const PretrainedModel& model);

} // namespace nidus
