// SPDX-License-Identifier: Apache-2.0
#include "core/model/pretrained_model.h"

#include "core/base/archive.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/zip_directory.h"
#include "core/model/encoder_keys.h"
#include "core/model/model_location.h"
#include "core/model/model_source.h"
#include "core/model/resolve_architecture.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Fate = LoadReport::Fate;

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kMost ? text + " and " + std::to_string(names.size() - kMost) + " more" : text;
}

/// Compares what the file holds with what the network needs, before anything of its size is allocated. `adaptedName`:
/// the tensor that may have more input channels than needed.
void requireEveryTensor(const std::vector<EncoderTensor>& needed, const EncoderKeys& keys,
                        const std::optional<std::string>& adaptedName, const std::string& fileName) {
    std::vector<std::string> missing, misshapen, unknown;
    std::set<std::string> known;
    for (const EncoderTensor& tensor : needed) {
        known.insert(tensor.name);
        const auto found = keys.tensors.find(tensor.name);
        if (found == keys.tensors.end())
            missing.push_back(tensor.name);
        else if (found->second->shape != tensor.shape && tensor.name != adaptedName)
            misshapen.push_back(tensor.name);
    }
    for (const auto& entry : keys.tensors)
        if (known.count(entry.first) == 0)
            unknown.push_back(entry.first);
    std::string what;
    if (!missing.empty())
        what += " missing: " + listed(missing) + ".";
    if (!misshapen.empty())
        what += " of another shape: " + listed(misshapen) + ".";
    if (!unknown.empty())
        what += " not in the plans: " + listed(unknown) + ".";
    if (!what.empty())
        throw Error("MDL-004", "The weights in " + fileName + " do not fit the network that its plans describe;" + what
                                   + " The file is incomplete or its plans belong to another model.");
}

void requireFinite(const std::vector<float>& values, const std::string& key) {
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        throw Error("MDL-005",
                    "The weights \"" + key
                        + "\" hold values that are no numbers (NaN or infinite): the training that made this "
                          "model failed. Choose another checkpoint.");
}

// Keeps the first `channels` of the input channels of a convolution, [O, I, k...].
HostTensor withFewerInputs(const HostTensor& tensor, std::int64_t channels) {
    HostTensor result{tensor.shape, {}};
    result.shape[1] = channels;
    const auto outputs = static_cast<std::size_t>(tensor.shape[0]);
    const std::size_t rowSize = tensor.values.size() / outputs;
    const std::size_t kept = rowSize / static_cast<std::size_t>(tensor.shape[1]) * static_cast<std::size_t>(channels);
    for (std::size_t row = 0; row < outputs; ++row) {
        const auto from = tensor.values.begin() + static_cast<std::ptrdiff_t>(row * rowSize);
        result.values.insert(result.values.end(), from, from + static_cast<std::ptrdiff_t>(kept));
    }
    return result;
}

class Loader {
public:
    Loader(const ModelLocation& location, const ModelChoice& choice)
        : m_fileName(location.checkpoint.filename().string()), m_checkpoint(location.checkpoint),
          m_keys(encoderKeys(m_checkpoint.tensors())), m_model(describeModel(m_checkpoint.fields(), location, choice)) {
    }

    PretrainedModel load() {
        const std::optional<std::string> adapted = resolve();
        const std::vector<EncoderTensor> needed = encoderTensors(m_model.architecture);
        requireEveryTensor(needed, m_keys, adapted, m_fileName);
        for (const EncoderTensor& tensor : needed)
            readTensor(tensor, *m_keys.tensors.at(tensor.name));
        compareTwins();
        report(adapted);
        return std::move(m_model);
    }

private:
    /// Sets the architecture; the name of the first convolution if it has channels that images do not have.
    std::optional<std::string> resolve() {
        TensorShapes shapes;
        for (const auto& [name, tensor] : m_keys.tensors)
            shapes[name] = tensor->shape;
        const Configuration& configuration = m_model.configuration;
        m_model.architecture =
            resolveArchitecture(configuration.architecture, configuration.patchSize.size(), shapes, m_model.problems);
        EncoderArchitecture& architecture = m_model.architecture;
        const auto images = static_cast<std::int64_t>(configuration.normalization.size());
        const std::int64_t stored = architecture.inputChannels;
        if (stored == images)
            return std::nullopt;
        const std::string text =
            "takes " + std::to_string(stored) + " input channels, but the plans prepare " + std::to_string(images);
        if (stored < images || configuration.previousStage.empty())
            throw Error("MDL-004",
                        "The network in " + m_fileName + " " + text + ". Its plans belong to another model.");
        m_model.problems.push_back({"MDL-022",
                                    Severity::Warning,
                                    "This is the second stage of a cascade: the network " + text
                                        + ", the rest came from the first stage. Nidus "
                                          "leaves these channels out, which weakens the model; the configuration "
                                          "3d_fullres is a better start.",
                                    {}});
        architecture.inputChannels = images;
        return architecture.encoderClass == EncoderClass::ResidualEncoder ? "stem.convs.0.conv.weight"
                                                                          : "stages.0.0.convs.0.conv.weight";
    }

    void readTensor(const EncoderTensor& tensor, const CheckpointTensor& stored) {
        HostTensor host{stored.shape, m_checkpoint.readFloats(stored)};
        requireFinite(host.values, stored.key);
        if (host.shape != tensor.shape)
            host = withFewerInputs(host, tensor.shape[1]);
        if (host.shape != tensor.shape)
            throw Error("MDL-004", "The weights \"" + stored.key + "\" in " + m_fileName
                                       + " have another shape than "
                                         "the plans describe.");
        m_model.weights.emplace(tensor.name, std::move(host));
    }

    // nnssl's Spark trainers leave the second names at their random start; any other difference is as suspicious.
    void compareTwins() {
        std::size_t different = 0;
        for (const auto& [used, second] : m_keys.twins)
            if (used->shape != second->shape || m_checkpoint.readFloats(*used) != m_checkpoint.readFloats(*second))
                ++different;
        if (different > 0)
            m_model.problems.push_back(
                {"MDL-021",
                 Severity::Warning,
                 std::to_string(different)
                     + " layers are stored twice with different weights. Nidus uses those that nnU-Net executes "
                       "(all_modules); the others are usually the untrained start of a Spark pre-training.",
                 {}});
    }

    void report(const std::optional<std::string>& adapted) {
        LoadReport& report = m_model.report;
        report.rows = m_keys.rows;
        report.unusedContents = m_checkpoint.fields().unusedContents;
        for (LoadReport::Row& row : report.rows) {
            if (row.fate == Fate::Matched && row.note == adapted) {
                row.fate = Fate::Adapted;
                row.note += ": channels of the previous stage left out";
            }
            report.matched += row.fate == Fate::Matched ? 1 : 0;
            report.adapted += row.fate == Fate::Adapted ? 1 : 0;
            report.skipped += row.fate == Fate::Skipped ? 1 : 0;
        }
    }

    std::string m_fileName;
    Checkpoint m_checkpoint;
    EncoderKeys m_keys;
    PretrainedModel m_model;
};

bool isExport(const std::vector<ZipRecord>& records) {
    return std::any_of(records.begin(), records.end(), [](const ZipRecord& record) {
        const fs::path path(record.name);
        return path.extension() == ".pth" || path.filename() == "plans.json";
    });
}

/// The records of a file that may be an export; empty when it is no ZIP archive or one of torch.save.
std::vector<ZipRecord> exportRecords(const fs::path& path) {
    const MappedFile file(path);
    if (!isZip(file.bytes()))
        return {};
    constexpr ZipRules kRules{5'000, true, true, 1'024, 200};
    // A checkpoint has no folders, no packed records and more records: whatever is wrong with it, its own reader says
    // so.
    std::vector<ZipRecord> records;
    try {
        records = readZipDirectory(file.bytes(), path.filename().string(), kRules);
    } catch (const Error&) {
        if (path.extension() == ".zip")
            throw;
    }
    return isExport(records) ? records : std::vector<ZipRecord>();
}

PretrainedModel loadExport(const fs::path& path, const std::vector<ZipRecord>& records, const ModelChoice& choice) {
    std::vector<fs::path> names;
    for (const ZipRecord& record : records)
        names.emplace_back(record.name);
    const std::vector<ModelLocation> models = modelsAmong(names);
    const std::string fileName = path.filename().string();
    if (models.empty())
        throw Error("MDL-001", fileName
                                   + " holds no checkpoint (checkpoint_final.pth). Export the model again with "
                                     "nnUNetv2_export_model_to_zip.");
    ModelLocation chosen = chooseModel(models, choice, fileName);
    const fs::path configuration = chosen.checkpoint.parent_path().parent_path();
    const std::set<std::string> wanted{chosen.checkpoint.string(), (configuration / "plans.json").string(),
                                       (configuration / "dataset.json").string()};
    const TemporaryFolder folder;
    extractMembers(path, folder.path(), [&](const std::string& name) { return wanted.count(name) != 0; });
    chosen.checkpoint = folder.path() / chosen.checkpoint;
    PretrainedModel model = Loader(chosen, choice).load();
    model.kind = "nnU-Net v2 export";
    return model;
}

} // namespace

PretrainedModel loadPretrainedModel(const fs::path& path, const ModelChoice& choice) {
    if (fs::is_directory(path))
        return Loader(chooseModel(findModels(path), choice, path.string()), choice).load();
    if (const std::vector<ZipRecord> records = exportRecords(path); !records.empty())
        return loadExport(path, records, choice);
    return Loader(locationOf(path), choice).load();
}

} // namespace nidus
